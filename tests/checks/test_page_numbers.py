"""Pages whose printed numbers go back and forth are told; a slip, or a part with numbers of its own, is not."""

from __future__ import annotations

import pytest

from pipeline.checks.page_numbers import out_of_order


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ([8, 1, 2, 7, 6, 3, 4, 5], [6]),
        ([None, 1, 2, None, 3], []),
        ([1, 2, 3, 1, 2, 3, 1, 2], []),
        ([1, 2, 9, 4, 5], []),
        ([1, 2, 2, 3], []),
        ([3, 2, 1], []),
        ([4, 3, 2], [2]),
    ],
)
def test_numbers_that_go_back(printed: list[int | None], found: list[int]) -> None:
    told = list(out_of_order(enumerate(printed, 1)))
    assert [each.code for each in told] == ["page-order"] * len(found)
