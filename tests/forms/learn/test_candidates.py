"""What of the words in cells may be a label at all."""

import pytest

from pipeline.forms.learn.candidates import _key


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("服務對象", True),
        ("113年度預算", True),
        ("公園用地(0.28公頃)", False),
        ("3.服務對象", True),
        ("合計", False),
        ('{"name": 1}', False),
        ("12", False),
    ],
)
def test_a_label_is_words_and_no_figure(text: str, may_be: bool) -> None:
    assert bool(_key(text)) is may_be
