"""A profile is data: every slip in it stops the run, and a label matches whatever way it is printed."""

from importlib.resources import files
from pathlib import Path

import pytest
import regex

from pipeline.core.errors import UserError
from pipeline.core.toml_file import LARGEST
from pipeline.forms.profile import ROLES, Profile, load_profile, parse_profile
from pipeline.forms.profiles import profile_text
from pipeline.forms.wording import matches
from tests.printed import traced

NAMES = [item.name[:-5] for item in files("pipeline.forms.profiles").iterdir() if item.name.endswith(".toml")]
PROFILE = load_profile("support-measures")


TEXT = (files("pipeline.forms.profiles") / "support-measures.toml").read_text("utf-8")


def settings() -> dict:
    return PROFILE.model_dump()


@pytest.mark.parametrize("name", NAMES)
def test_every_profile_can_be_loaded(name):
    profile = load_profile(name)
    assert profile.labels
    for pattern in profile.headings.model_dump().values():
        assert {"number", "name"} <= regex.compile(pattern).groupindex.keys()


def test_the_profile_of_the_booklet_names_the_five_roles():
    assert list(PROFILE.labels) == list(ROLES)


def test_profile_that_is_not_there_names_those_that_are():
    with pytest.raises(UserError, match=r"'absent'.*support-measures"):
        load_profile("absent")


def test_unknown_and_missing_settings_are_refused():
    with pytest.raises(ValueError, match="colour"):
        Profile.model_validate({**settings(), "colour": "red"})
    with pytest.raises(ValueError, match="labels"):
        Profile.model_validate({key: value for key, value in settings().items() if key != "labels"})
    with pytest.raises(ValueError, match="boss"):
        Profile.model_validate(
            {**settings(), "contacts": {**settings()["contacts"], "roles": {"boss": ["老闆"]}}}
        )


@pytest.mark.parametrize(
    ("printed", "instead", "said"),
    [
        ("[headings]", "[headings", "Expected"),
        ('kind = "■"', 'sort = "■"', "markers.sort"),
        ("(?P<name>.+)'", "(.+)'", "headings.area lacks the groups"),
        ("'網[站址]'", "'網[站址'", "unterminated"),
        ("'專線'", "'專(線'", "missing"),
        ("'目錄頁'", "'目錄頁)'", "unbalanced"),
        ('title = "', 'colour = "red"\ntitle = "', "colour"),
        ('title = "', "title = 109 # ", "title"),
    ],
)
def test_every_slip_stops_the_run_and_names_the_profile(printed, instead, said):
    assert printed in TEXT
    with pytest.raises(UserError) as raised:
        parse_profile("next-year", TEXT.replace(printed, instead))
    assert "'next-year'" in str(raised.value)
    assert said in str(raised.value)


def test_label_that_is_ignored_by_name():
    profile = parse_profile(
        "next-year", TEXT.replace('title = "', "ignored = ['備 ?註', '.*流程圖']\ntitle = \"")
    )
    assert profile.is_ignored("備 註")
    assert profile.is_ignored("申請流程圖")
    assert not profile.is_ignored("流程圖說明")
    assert not PROFILE.is_ignored("備註")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("計畫簡介", "summary"),
        ("輔導措施簡介", "summary"),
        ("輔 導 措 施 簡 介", "summary"),
        ("服務項目", "services"),
        ("優惠方式", "benefits"),
        ("聯絡方式", "contacts"),
        ("聯繫方式", "contacts"),
        ("\uf997絡方式", "contacts"),
        ("相關網站", "websites"),
        ("網址", "websites"),
        ("注意事項", None),
        ("服務項目及說明", None),
        ("", None),
    ],
)
def test_labels_of_the_form(label, name):
    assert PROFILE.field_of(label) == name


@pytest.mark.parametrize(
    ("label", "role", "person", "channel"),
    [
        ("主辦機關", "competent_authority", None, None),
        ("主辦 機關", "competent_authority", None, None),
        ("執行單位", "executing_agency", None, None),
        ("承辦人", None, "competent_authority", None),
        ("聯絡人", None, "executing_agency", None),
        ("聯絡電話", None, None, "phone"),
        ("E-mail", None, None, "email"),
        ("Ｅ－ＭＡＩＬ", None, None, "email"),
        ("電子信箱", None, None, "email"),
        ("王先生", None, None, None),
        ("", None, None, None),
    ],
)
def test_labels_inside_the_contact_block(label, role, person, channel):
    found = PROFILE.contact_role(label), PROFILE.person_role(label), PROFILE.channel(label)
    assert found == (role, person, channel)
    assert PROFILE.is_contact_label(label) == any(found)


def test_pattern_must_match_the_whole_label():
    assert matches(["目[錄次]"], "目錄")
    assert not matches(["目[錄次]"], "目錄頁")
    assert not matches([], "目錄")


@pytest.mark.parametrize(
    ("level", "printed", "number", "name"),
    [
        ("area", "一、資金面", "一", "資金面"),
        ("measure", "(二)研發補助", "二", "研發補助"),
        ("measure", "（十二）研發補助", "十二", "研發補助"),
        ("programme", "12、甲計畫", "12", "甲計畫"),
        ("programme", "3.甲計畫(ABC)", "3", "甲計畫(ABC)"),
    ],
)
def test_headings(level, printed, number, name):
    match = regex.fullmatch(getattr(PROFILE.headings, level), printed)
    assert match
    assert (match["number"], match["name"]) == (number, name)
    for other in {"area", "measure", "programme"} - {level}:
        assert not regex.fullmatch(getattr(PROFILE.headings, other), printed)


# profiles of other forms

SHORT = 'labels = ["案名", "說明（二）", "決議"]'


def test_labels_alone_are_a_profile():
    profile = parse_profile("short", SHORT)
    assert [profile.field_of(label) for label in ("案名", "案 名：", "二、說明(二)", "決議事項")] == [
        "案名",
        "案名",
        "說明（二）",
        None,
    ]
    assert profile.required == ["案名", "說明（二）", "決議"]
    assert profile.labels_in_any_column
    assert profile.plain_field_of("案名") == "案名"
    assert PROFILE.plain_field_of("簡介") is None


def test_labels_may_be_patterns_as_printed_or_folded_and_may_be_missing():
    profile = parse_profile("short", 'optional = ["b"]\n[labels]\na = "臺北[市縣]"\nb = ["甲", "【乙】"]')
    assert [profile.field_of(label) for label in ("臺北市", "台北市", "乙", "【乙】")] == [
        "a",
        None,
        None,
        "b",
    ]
    assert profile.required == ["a"]


def test_a_label_may_number_its_form():
    profile = parse_profile(
        "numbered", "[labels]\n\"案\" = '審議第(?P<number>[一二三])案'\n\"說明\" = '說明'"
    )
    assert [profile.number_in(label) for label in ("審議第三案", "說明", "審議案")] == [3, 0, 0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = '甲'", "labels"),
        ("labels = []", "labels"),
        (f"{SHORT}\noptional = ['備註']", "optional names 備註"),
        (f"{SHORT}\n[headings]\nprogramme = '第案'", "headings.programme lacks the groups name and number"),
        (f"{SHORT}\n[headings]\narea = '(?P<name>.+)'", "headings.area lacks the groups number"),
        ("[labels]\n案名 = '案名'", "stands in quotation marks"),
    ],
)
def test_a_slip_in_a_short_profile_is_said(text, said):
    with pytest.raises(UserError, match=regex.escape(said)):
        parse_profile("short", text)


def test_a_profile_may_be_a_file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(SHORT, "utf-8")
    assert load_profile(str(path)).labels.keys() == {"案名", "說明（二）", "決議"}
    path.write_text('labels = ["甲"]', "utf-8")
    assert load_profile(str(path)).labels.keys() == {"甲"}
    with pytest.raises(UserError, match=r"absent\.toml cannot be read"):
        load_profile(str(tmp_path / "absent.toml"))
    with pytest.raises(UserError, match="there is no profile"):
        load_profile("../profiles/support-measures")


@pytest.mark.parametrize(
    ("pattern", "printed", "parts"),
    [
        (r"第(?P<number>[一二三]+)案(?P<name>.+)", "第 二 案 夜市", (2, "夜市", None)),
        (r"【(?P<number>\d+)】(?P<name>.+)", "【12】夜市", (12, "夜市", None)),
        (r"\((?P<number>\d+)\)(?P<name>.+)", "【３】臺中夜市", (3, "臺中夜市", None)),
        (r"(?P<area>\d+)-(?P<number>\d+)(?P<name>.+)", "2-13 夜市", (13, "夜市", 2)),
        (r".*第(?P<number>\d+)案", "會議審議第4案", (4, "", None)),
        (r"(?P<number>[壹貳參]+)、(?P<name>.+)", "參、夜市", (3, "夜市", None)),
        (r"(?P<name>.+許可)", "夜市許可", (0, "夜市許可", None)),
    ],
)
def test_headings_of_other_shapes(pattern, printed, parts):
    from pipeline.forms.headings import title_of

    title = title_of(pattern, traced(printed))
    assert (title.number, title.name.text, title.area) == parts
    assert title_of(pattern, traced("別的")) is None


def test_a_profile_that_is_too_large_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.write_bytes(b" " * (LARGEST + 1))
    with pytest.raises(UserError, match=f"{path} has more than {LARGEST} bytes"):
        profile_text(str(path))
    path.write_bytes(b" " * LARGEST)
    assert len(profile_text(str(path))) == LARGEST


def test_a_profile_that_there_is_not_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(
        UserError, match=r"name one of permit-cards, support-measures, or a file that ends in .toml"
    ):
        profile_text("none")
    folder = tmp_path / "x.toml"
    folder.mkdir()
    with pytest.raises(UserError, match=r"x\.toml is not a file: check the name of the profile"):
        profile_text(str(folder))
    with pytest.raises(UserError, match=r"y\.toml cannot be read"):
        profile_text(str(tmp_path / "y.toml"))


def test_fields_are_named_by_the_words_that_announce_them() -> None:
    profile = load_profile("support-measures")
    assert [profile.words_for(name) for name in ("services", "benefits", "websites")] == [
        "服務項目",
        "優惠方式",
        "相關網站",
    ]
    assert profile.words_for("competent_authority", "contacts.roles") == "主辦機關"
    assert profile.words_for("competent_authority", "contacts.persons") == "承辦人"
    assert profile.words_for("phone", "contacts.channels") == "電話"
    assert parse_profile("own", 'labels = ["案名", "臺北"]').words_for("臺北") == "臺北"
    odd = parse_profile("odd", "labels.summary = ['\\p{Han}+']")
    assert odd.words_for("summary") == "summary", "no list of words"
