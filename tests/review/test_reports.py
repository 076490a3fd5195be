"""What an extraction says of golden and of the edition before, in the language of the person who reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.core.record import to_json
from pipeline.core.texts import Language, said, speak, spoken
from pipeline.review.reports import sentences
from tests.demonstrations import demo


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Both demonstration editions as they stand after an extraction, and the language as it was."""
    for year in (112, 113):
        (tmp_path / f"extracted/demo-{year}").mkdir(parents=True)
        (tmp_path / f"extracted/demo-{year}/booklet.json").write_bytes(to_json(demo(year)))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOOKLET_RAW", "")
    before = spoken()
    yield tmp_path
    speak(before)


@pytest.mark.parametrize(
    ("language", "counts"),
    [
        ("en", "demo-113: against demo-112: 6 loss, "),
        ("zh_TW", "demo-113：與 demo-112 相比：缺漏 6、實質變動 "),
    ],
)
def test_changes_are_counted_by_class(house: Path, language: Language, counts: str) -> None:
    speak(language)
    told = [said(sentence) for sentence in sentences("demo-113")]
    assert any(sentence.startswith(counts) for sentence in told), told
