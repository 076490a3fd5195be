"""What a search starts from: the texts of the demonstration editions, and the words that readers look for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.core.record import Booklet
from pipeline.extract import extract
from pipeline.forms.profile import load_profile
from pipeline.source.acquire import acquire, find_editions
from tests.typeset.source import load
from tests.typeset.transcript import transcribe

ROOT = Path(__file__).resolve().parents[1]
DEMOS = ("demo-112", "demo-113")
_WORDS = """
年 月 日 起 至 止 前 底 初 民國 上半年 第3季 即日 隨到隨審 全年 額滿為止 每年 每月 ／ ~ 元 萬 千 億 百萬元
新臺幣 NT$ 最高 上限 至少 以上 以內 未滿 % ％ 折 成 分之 二分之一 個月 小時 天 一 二 三 十 百 兩 壹 半
# 轉 分機 (02) 0800- ext. @ .gov.tw https:// www. ： ； 、 。 （ ） ( ) ■ ● □ ◆ 1. (1) 一、 (一) ⁺
<td> <tr> <p> <br> </td> & &amp; &#x5e74; | --- \\n
"""
WORDS = [
    *_WORDS.split(),
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    '"',
    "\u3000",
    "\u200b",
    "\u202e",
    "\u0300",
    "\ufeff",
    "\u06f8",
]


def booklets() -> Iterator[tuple[str, Booklet]]:
    """Yield a transcript of each demonstration edition, and its record."""
    for name in DEMOS:
        source = load(ROOT / "tests" / "typeset" / f"{name}.toml")
        (edition,) = (each for each in find_editions(ROOT) if each.id == name)
        done = extract(acquire(edition), name, edition.roc_year, load_profile(edition.profile))
        pages = {each.id: each.printed_page for each in done.booklet.programmes if each.printed_page}
        yield transcribe(source, pages), done.booklet


def seeds(name: str) -> Iterator[bytes]:
    """Yield the texts that a search of a property starts from."""
    for text, booklet in booklets():
        if name != "facts":
            yield text.encode()
            yield from (part.encode() for part in text.split("\n\n\n"))
            continue
        for programme in booklet.programmes:
            items = [item for service in programme.services for item in service.items]
            yield from (f"{item.label}：{item.text}".encode() for item in items)
            yield from (benefit.text.encode() for benefit in programme.benefits)
            contacts = programme.contacts
            yield "\n".join(phone.printed for each in contacts for phone in each.phones).encode()
            yield "\n".join(site.url for site in programme.websites).encode()


def dictionary() -> str:
    """Return the words as libFuzzer takes them."""
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in WORDS)
    return "".join(f'"{word}"\n' for word in escaped)
