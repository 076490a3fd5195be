"""Offices printed with and without what stands above them are one; what two could complete stays by itself."""

import pytest

from pipeline.catalogue.identifiers import printings
from pipeline.catalogue.offices import office_names
from pipeline.core.record import Booklet, Contact
from tests.demonstrations import demo_read


def printing(*names: str) -> Booklet:
    booklet = demo_read(113).model_copy(deep=True)
    del booklet.programmes[1:]
    booklet.edition.publishers, booklet.front.contacts = [], []
    booklet.programmes[0].contacts = [Contact(role="executing_agency", organization=name) for name in names]
    return booklet


@pytest.mark.parametrize(
    ("names", "full"),
    [
        (["工業局", "經濟部工業局"], {"工業局": "經濟部工業局"}),
        (["勞動力發展署", "勞動部勞動力發展署"], {"勞動力發展署": "勞動部勞動力發展署"}),
        (["甲業研究院", "財團法人甲業研究院"], {"甲業研究院": "財團法人甲業研究院"}),
        (
            ["甲業研究院", "行政院甲乙丙丁戊己庚辛委員會甲業研究院"],
            {"甲業研究院": "行政院甲乙丙丁戊己庚辛委員會甲業研究院"},
        ),
        (["農業局", "臺中市政府農業局", "台南市政府農業局"], {}),
        (["台中市政府農業局", "農業局", "臺中市政府農業局"], {"農業局": "台中市政府農業局"}),
        (
            ["科技處", "經濟部科技處", "行政院經濟部科技處"],
            {"科技處": "行政院經濟部科技處", "經濟部科技處": "行政院經濟部科技處"},
        ),
        (["中心", "經濟部中心"], {}),  # names no office of its own
        (["發展協會", "中華民國對外貿易發展協會"], {}),  # what stands before it is no ministry
    ],
)
def test_a_short_name_has_its_full_one(names, full):
    assert office_names([printing(*names)]) == full


def test_a_programme_goes_by_the_full_name():
    booklet = printing("工業局", "經濟部工業局")
    (named,) = printings(booklet, office_names([booklet]))
    assert {named.office(name) for name in ("工業局", "經濟部工業局")} == {"經濟部工業局"}
    assert named.office("教育部") == "教育部"
