"""A file that a person wrote is read, or refused in a sentence, in time that grows with its length."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest

from pipeline.core.errors import UserError
from pipeline.core.toml_file import DOTS, LARGEST, editable, parsed, read_toml
from pipeline.forms.profile import parse_profile


def test_a_key_has_no_more_parts_than_are_read_fast(tmp_path: Path) -> None:
    path = tmp_path / "some.toml"
    for text in ("a" + ".a" * DOTS + " = 1", '[a]\nb = "' + "." * 10 * DOTS + '"'):
        path.write_text(text)
        assert read_toml(path)["a"]
    for text in ("a" + ".a" * (DOTS + 1) + " = 1", "[a" + ".a" * (DOTS + 1) + "]", "x = 1\r" + "a." * 20_000):
        path.write_text(text)
        with pytest.raises(UserError, match="is not valid TOML"):
            read_toml(path)


@pytest.mark.parametrize(
    "text",
    [
        '"=".a{} = 1',
        '"\x85"."\\"=".a{} = 1',
        "[ '=' . b{} ]",
        "a = {{ b{} = 1 }}",
        "a = {{ b = 1, c{} = 1 }}",
        'a = """\\"""" # """\nb{} = 1',
        "a = '''\\'''\nb{} = 1",
        'a = [ """x""""", {{ b{} = 1 }} ] # "',
        "a = [ '''x''''', {{ b{} = 1 }} ]",
    ],
)
def test_a_key_is_counted_wherever_it_stands(text: str) -> None:
    own = text.split("{}")[0].count(" . ") + text.count('"."') + text.count('".a')
    assert parsed(text.format(" . x" * (DOTS - own)))
    with pytest.raises(ValueError, match="a key of too many parts"):
        parsed(text.format(" . x" * (DOTS + 1 - own)))


@pytest.mark.parametrize(
    "text", ["a", "a" + ".a" * (DOTS + 1) + " = 1", "a = " + "[" * 5000, "a = 1" + "0" * 5000, "a = {b = 1"]
)
def test_what_is_to_be_edited_is_refused_as_what_is_read_is(text: str) -> None:
    with pytest.raises(UserError, match=r"^some\.toml is not valid TOML"):
        editable(text, "some.toml")
    assert editable("# ours\na = 1", "some.toml").as_string() == "# ours\na = 1"


def test_dots_in_strings_and_comments_part_no_key() -> None:
    many = "a." * (DOTS + 2)
    lines = [
        f'b = [ "{many}",',
        f"  '{many}', 'a' ] # {many}",
        'c = """',
        f'{many}"""',
        "d = '''",
        f"{many}'''",
    ]
    assert parsed("\n".join(lines)) == {"b": [many, many, "a"], "c": many, "d": many}


@pytest.mark.parametrize("each", ['\\"""', '"', "''' ", '"""', '"\\', "a.", "a . ", "\\", "#"])
def test_the_look_before_takes_time_that_grows_with_the_length(each: str) -> None:
    began = process_time()
    for before in ("", '"""', "a = '''", '"'):
        with suppress(ValueError):
            parsed(before + each * 50_000)
    assert process_time() - began < 3


def test_a_file_has_no_more_bytes_than_are_read_fast(tmp_path: Path) -> None:
    path = tmp_path / "some.toml"
    path.write_bytes(b" " * LARGEST)
    assert read_toml(path) == {}
    path.write_bytes(b" " * (LARGEST + 1))
    with pytest.raises(UserError, match=f"has more than {LARGEST} bytes"):
        read_toml(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a" + ".a" * 20_000 + " = 1", "a key of too many parts"),
        ("a = " + "1" * 5_000, "digits"),
        ("a = " + "[" * 3_000, "recursion"),
        ("kinds = [{" * 300 + 'labels = ["a"]' + "}]" * 300, "recursion"),
    ],
)
def test_a_profile_is_read_with_the_same_care(text: str, said: str) -> None:
    with pytest.raises(UserError, match=f"the profile 'some.toml' is wrong: .*{said}"):
        parse_profile("some.toml", text)
