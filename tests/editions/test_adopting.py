"""Words that a person has seen become lines of the edition's profile, and then there is no finding any more."""

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.core.findings import finding
from pipeline.editions.adopting import Words, new_words, with_words
from pipeline.forms.drift.numbering import STYLES
from pipeline.forms.profile import parse_profile
from pipeline.forms.profiles import profile_text
from pipeline.source.workspace import load_record

FORM = """{n}、{name}計畫

計畫簡介\t協助企業成長。
服務項目\t■補助：●對象：業者。
優惠方式\t■加碼：一成。
聯絡方式\t主辦機關\t某部\t承辦人\t王先生\t聯絡電話\t02-2754-1255\t公務信箱\ta@b.example.tw
計畫網址\thttps://a.example.org.tw
"""
BOOKLET = "109年度某手冊\n\n一、某面向\n\n(一)某措施\n\n" + "\n".join(
    FORM.format(n=number, name=name) for number, name in enumerate("甲乙丙", 1)
)
LABELS = Words("labels", "websites", "計畫網址")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BOOKLET_RAW", raising=False)
    Path("a.txt").write_text(BOOKLET, "utf-8")
    assert run("add", "a.txt", "--edition", "109") == (0, "")
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    told = CliRunner().invoke(main, arguments)
    return told.exit_code, told.output if arguments[0] == "adopt" else told.stderr


def test_words_are_shown_and_written_and_known_from_then_on(place: Path) -> None:
    run("extract", "109")
    before = load_record(Path("extracted/109/booklet.json"))
    status, said = run("adopt", "109", "--yes")
    assert status == 0
    assert said.splitlines() == [
        "labels.websites += '計畫網址'",
        "contacts.channels.email += '公務信箱'",
        f"{Path('raw/109/profile.toml')} written; now run: booklet extract 109",
    ]
    assert tomllib.loads(Path("raw/109/origin.toml").read_text("utf-8"))["profile"] == "profile.toml"
    run("extract", "109")
    after = load_record(Path("extracted/109/booklet.json"))
    assert after.programmes == before.programmes
    assert [each.code for each in before.findings if each not in after.findings] == ["label-renamed"] * 2
    assert run("adopt", "109") == (0, "109 has no label in words that its profile does not know.\n")


def test_headings_in_new_numbers_are_written_and_known_from_then_on(place: Path) -> None:
    text = BOOKLET.replace("一、某", "壹、某").replace("(一)某", "一、某")
    for number, han in enumerate("一二三", 1):
        text = text.replace(f"{number}、", f"({han})")
    Path("b.txt").write_text(text, "utf-8")
    run("add", "b.txt", "--edition", "110")
    run("extract", "110")
    before = load_record(Path("extracted/110/booklet.json"))
    assert run("adopt", "110", "--yes")[1].splitlines()[:3] == [
        "headings.area = '(?P<number>[壹貳參叁肆伍陸柒捌玖拾]{1,3})[、.．:：](?P<name>.+)'",
        "headings.measure = '(?P<number>[一二三四五六七八九十]{1,3})[、.．](?P<name>.+)'",
        "headings.programme = '[(（〔](?P<number>[一二三四五六七八九十]{1,3})[)）〕](?P<name>.+)'",
    ]
    run("extract", "110")
    after = load_record(Path("extracted/110/booklet.json"))
    assert after.programmes == before.programmes
    assert [each.id for each in after.programmes] == ["1.1.1", "1.1.2", "1.1.3"]
    assert "heading-renumbered" not in {each.code for each in after.findings}


@pytest.mark.parametrize("pattern", ["(a+)+'", "(?P<number>.*)*(?P<name>.+)", STYLES[0] + "?"])
def test_a_pattern_that_somebody_wrote_into_a_record_is_not_adopted(pattern: str) -> None:
    told = {"heading": "壹、甲", "level": "area", "count": 1}
    found = [finding("heading-renumbered", "", pattern=each, **told) for each in (pattern, STYLES[0])]
    assert [each.pattern for each in new_words(found)] == [STYLES[0]]


def test_nothing_is_written_before_a_person_agrees(place: Path) -> None:
    run("extract", "109")
    status, said = run("adopt", "109")
    assert status == 1
    assert "計畫網址" in said
    assert not Path("raw/109/profile.toml").exists()


@pytest.mark.parametrize("broken", ["labels = [", "kinds = 3", "[[kinds]]\nlabels = ['甲']"])
def test_a_profile_that_was_broken_since_is_refused_in_a_sentence(place: Path, broken: str) -> None:
    run("extract", "109")
    run("adopt", "109", "--yes")
    profile = Path("raw/109/profile.toml")
    profile.write_text(broken, "utf-8")
    status, said = run("adopt", "109", "--yes")
    assert status == 2
    assert "profile.toml' is wrong: " in said
    assert profile.read_text("utf-8") == broken


@pytest.mark.parametrize(
    ("profile", "known"),
    [
        ('[labels]\nwebsites = ["網址"]\n', ["網址", "計畫網址"]),
        ('[labels]\nwebsites = "網址"\n', ["網址", "計畫網址"]),
        ('[labels]\nwebsites = ["計畫網址"]\n', ["計畫網址"]),
        ('[labels]\nsummary = "簡介"\n', ["計畫網址"]),
        ('labels = ["websites", "[甲]"]\n', ["websites", "計畫網址"]),
    ],
)
def test_a_profile_with_some_words_more(profile: str, known: list[str]) -> None:
    made = parse_profile("made", with_words(profile, [LABELS]))
    assert made.labels["websites"] == known
    assert set(made.labels) >= set(parse_profile("one", profile).labels)


def test_comments_and_order_of_a_profile_stay() -> None:
    text = profile_text("support-measures")
    words = [LABELS, Words("contacts.persons", "executing_agency", "窗口(主)")]
    made = with_words(text, words)
    gone = [line for line in text.splitlines() if line not in made.splitlines()]
    assert [line.split(" = ")[0] for line in gone] == ["websites", "executing_agency"]
    assert parse_profile("made", made).person_role("窗口(主)") == "executing_agency"
