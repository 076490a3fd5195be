"""Random booklets that a soak once read otherwise than they were printed: each is kept, and printed that way again."""

from __future__ import annotations

import shutil

import pytest

from tests.test_roundtrip import needs_fonts
from tests.typeset.soak import check

pytestmark = needs_fonts


@pytest.mark.parametrize(
    ("producer", "seed"),
    [
        ("reportlab", 20024),  # 中心 cut in two by a page end
        ("weasyprint", 20008),  # the label column not drawn overleaf
        pytest.param(
            "chromium",  # the gap of a double rule nearer to nothing than the column beside it
            20015,
            marks=pytest.mark.skipif(
                not shutil.which("chromium"), reason="no Chromium (apt-get install chromium)"
            ),
        ),
    ],
)
def test_what_a_soak_found_reads_back(producer: str, seed: int) -> None:
    assert check(producer, [seed]) == {}
