"""A printed web address is an IRI in every format, whatever was printed, and one that was right stays as it is."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.catalogue.linked import web_address

ODD = "az09:/?#[]@!$&'()*+,;=%\"<>\\^`{}| \t\n年\u3000\x7f\x85\ufdd0\uffff\ue000é-._~"


def is_iri(address: str) -> bool:
    """Ask a reader of N-Triples that checks IRIs by RFC 3987."""
    try:
        list(pyoxigraph.parse(f"<{address}> <a:b> <{address}> .", pyoxigraph.RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError):
        return False
    return True


def test_the_reader_refuses_what_is_none() -> None:
    assert not any(map(is_iri, ["http://a b/", "http://a/<b>", "http://a:b/", "http://a/[", "a"]))


@given(st.sampled_from(["", "http://", "https://", "ftp://", "file:///"]), st.text(st.sampled_from(ODD)))
@example("http://", "a@b@c:80:90/[x]#y#z")
@example("http://", "[::1]:80/")
@example("", "網址：http://a.tw")
def test_every_address_is_an_iri(scheme: str, rest: str) -> None:
    address = web_address(scheme + rest)
    assert is_iri(address)
    assert web_address(address) == address


@pytest.mark.parametrize(
    "url",
    [
        "https://www.sbir.example.tw/a/b.aspx?x=1&y=%E5%B9%B4#top",
        "http://u:p@a.tw:8080/~b;c=1/@d",
        "http://例子.台灣/年度?計畫=甲#乙",
        "http://[2001:db8::1]/a",
    ],
)
def test_an_address_that_is_one_stays(url: str) -> None:
    assert is_iri(url)
    assert web_address(url) == url


@pytest.mark.parametrize(
    ("printed", "address"),
    [
        ("www.a.tw/b c", "http://www.a.tw/b%20c"),
        ("http://a.tw/{年}|<x>", "http://a.tw/%7B年%7D%7C%3Cx%3E"),
        ("http://a.tw/100%", "http://a.tw/100%25"),
        ("http://a.tw/?q=[1]#a#b", "http://a.tw/?q=%5B1%5D#a%23b"),
    ],
)
def test_what_may_not_stand_is_encoded(printed: str, address: str) -> None:
    assert web_address(printed) == address
