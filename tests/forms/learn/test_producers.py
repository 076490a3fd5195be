"""The drafter on documents that ReportLab prints: a sample here, all kinds in the soak."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.forms.learn.invented import BLANKS, KINDS
from tests.forms.learn.producers import by_reportlab
from tests.forms.learn.test_invented import Kind, drafted_fields, invented, meant


def printed(kind: Kind, seed: int, folder: Path) -> Path:
    path = folder / "x.pdf"
    path.write_bytes(by_reportlab(invented(kind, seed)))
    return path


@pytest.mark.parametrize("kind", Random("reportlab").sample(KINDS, 2))
def test_a_draft_needs_no_edit(kind: Kind, tmp_path: Path) -> None:
    assert drafted_fields(printed(kind, 5, tmp_path)) == meant(kind, 5)


@pytest.mark.soak
def test_drafts_of_all_kinds_need_no_edit_and_what_holds_no_form_gives_none(tmp_path: Path) -> None:
    assert [kind for kind in KINDS if drafted_fields(printed(kind, 5, tmp_path)) != meant(kind, 5)] == []
    assert [kind for kind in BLANKS if drafted_fields(printed(kind, 5, tmp_path))] == []
