"""What is written to origin.toml is read back the same, whatever the names."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import UserError
from pipeline.source.origin import Origin, PublishedFile, read_origin, to_toml

NAMES = st.text(min_size=1).filter(
    lambda name: name.isprintable() and not set(name) & set("/\\") and name not in (".", "..", "origin.toml")
)
HASHES = st.none() | st.text("0123456789abcdef", min_size=64, max_size=64)


@given(
    NAMES,
    HASHES,
    st.text().filter(str.isprintable),
    st.none() | st.integers(1, 999),
    st.text().filter(str.isprintable),
    st.lists(st.builds(PublishedFile, file=NAMES, sha256=HASHES), max_size=3),
)
def test_origin_round_trip(file, sha256, publisher, year, licence, also):
    origin = Origin(
        file=file,
        sha256=sha256,
        publisher=publisher,
        roc_year=year,
        licence=licence,
        made_by=licence[::-1],
        also=tuple(also),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "origin.toml"
        path.write_text(to_toml(origin), encoding="utf-8")
        assert read_origin(path) == origin


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "file: is missing"),
        ("file = 3", "file: must be a text"),
        ('file = "../a.pdf"', "file: must be the name of a file in the folder of origin.toml"),
        ('file = "a.pdf"\nyear = 109', "year: is no key of this file"),
        ('file = "a.pdf"\nroc_year = "109"', "roc_year: must be a whole number"),
        ('file = "a.pdf"\nroc_year = true', "roc_year: must be a whole number"),
        ('file = "a.pdf"\nroc_year = 0', "roc_year: must be between 1 and 999"),
        ('file = "a.pdf"\nsha256 = "ABC"', "sha256: must be 64 hexadecimal digits"),
        ('file = "a.pdf"\nprofile = ""', "profile: must name a profile"),
        (
            'file = "a.pdf"\nprofile = "x/y.toml"',
            "profile: must be the name of a file in the folder of origin.toml",
        ),
        ('file = "a.pdf"\nalso = 1', "also: must be a list of tables"),
        ('file = "a.pdf"\nalso = [1]', "also.0: must be a table"),
        (
            'file = "a.pdf"\n[[also]]\nsha256 = "0"',
            "also.0.file: is missing; also.0.sha256: must be 64 hexadecimal digits",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_key(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "origin.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_origin(path)
    assert str(caught.value) == f"{path} is not understood ({said}): correct it."
