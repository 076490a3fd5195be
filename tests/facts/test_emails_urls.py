"""E-mail and web addresses: where one ends, and what compares equal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.emails_urls import find_emails, find_urls, normalise_url


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("計畫網站(http://site.example.org.tw/)", ["http://site.example.org.tw/"]),
        ("計畫網站（http://site.example.org.tw/）。", ["http://site.example.org.tw/"]),
        ("https://a.example.tw資訊網", ["https://a.example.tw"]),
        ("登入http://www.example.tw網站，申請", ["http://www.example.tw"]),
        ("<https://www.example.org.tw/>", ["https://www.example.org.tw/"]),
        ("https://a.example.tw/x_(y)", ["https://a.example.tw/x_(y)"]),
        ("見 https://a.example.tw/Main/Index1?a=b&c=d#top.", ["https://a.example.tw/Main/Index1?a=b&c=d#top"]),
        ("https://a.example.org.twhttps://b.example.org.tw", ["https://a.example.org.tw", "https://b.example.org.tw"]),
        ("1.資訊網，https://a.example.tw/2.平台，http://b.example.tw/", ["https://a.example.tw/", "http://b.example.tw/"]),
        ("https://a.example.tw/2.", ["https://a.example.tw/2"]),
        ("www.example.org.tw/default.asp。", ["www.example.org.tw/default.asp"]),
        ("example.org.tw", ["example.org.tw"]),
        ("http://localhost:8000/x", ["http://localhost:8000/x"]),
        ("ASP.NET 與 Node.js，1.2.3，ISO 14051:2011", []),
        ("http://無", []),
        ("無", []),
        ("網址：www．example．gov．tw", ["www．example．gov．tw"]),
        ("https：／／www．example．gov．tw／a．html，", ["https：／／www．example．gov．tw／a．html"]),
        ("ＷＷＷ．ＥＸＡＭＰＬＥ．ＴＷ", ["ＷＷＷ．ＥＸＡＭＰＬＥ．ＴＷ"]),
        ("1．www.example.tw．www.example.org", ["www.example.tw", "www.example.org"]),
        ("10．example.org.tw／example.com", ["example.org.tw", "example.com"]),
        ("person(at)example.org.tw", []),
        ("person＠mail.example.org.tw", []),
        ("office.gov.taipei", ["office.gov.taipei"]),
        ("E-mail：person@mail.example.org.tw", []),
    ],
)  # fmt: skip
def test_urls(text: str, expected: list[str]) -> None:
    assert [match.printed for match in find_urls(text)] == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://www.example.tw/", "https://example.tw", True),
        ("www．example．tw", "https://example.tw", True),
        ("https：／／www．example．tw／a", "https://example.tw/a", True),
        ("HTTPS://Example.TW/a/", "https://example.tw/a", True),
        ("https://example.tw:443/a", "http://example.tw/a", True),
        ("https://example.tw/A", "https://example.tw/a", False),
        ("https://example.tw:8080/a", "https://example.tw/a", False),
        ("https://example.tw/a?x=1", "https://example.tw/a", False),
    ],
)
def test_normalised_form(one: str, other: str, same: bool) -> None:
    assert (normalise_url(one) == normalise_url(other)) is same


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("聯絡信箱：First.Last+x@Mail.Example.org.tw，", ["First.Last+x@mail.example.org.tw"]),
        ("a@example.tw、b@example.tw", ["a@example.tw", "b@example.tw"]),
        ("a@example.tw王小姐", ["a@example.tw"]),
        ("a@b", []),
        ("a..b@@example.tw", []),
    ],
)
def test_emails(text: str, expected: list[str]) -> None:
    assert [match.normalised for match in find_emails(text)] == expected


@given(st.text(alphabet="htps:/.wabcTW@()[]2、 網站。-_?", max_size=50))
def test_any_text_gives_parts_of_itself(text: str) -> None:
    for match in (*find_urls(text), *find_emails(text)):
        assert match.printed == text[slice(*match.span)]


def test_a_full_width_at_sign_is_one() -> None:
    (found,) = find_emails("信箱：service＠office.gov.tw")
    assert (found.printed, found.normalised) == ("service＠office.gov.tw", "service@office.gov.tw")
