"""The number before a contact says for which numbered item of the services it is the one to call."""

import pytest

from pipeline.core.record import Contact, Item, Service
from pipeline.fields.concerns import concerned
from pipeline.fields.outline import prose
from tests.printed import traced


def contacts(*numbers: str | None) -> list[Contact]:
    return [Contact(role="executing_agency", organization="甲會", number=number) for number in numbers]


def services(*texts: str) -> list[Service]:
    items = [Item(label="服務內容", **dict(prose(traced(text)))) for text in texts]
    return [Service(kind="行銷推廣", items=items)]


def paths(found: list[Contact]) -> list[str | None]:
    return [contact.concerns for contact in found]


LISTED = "展會服務：|1.刊登型錄。|2.場租優惠。|資訊服務：|3.訂閱優惠。"


def test_each_number_has_its_item():
    found = concerned(contacts("1", "3", None, "2"), services(LISTED))
    assert paths(found) == [
        "services[0].items[0].outline[1]", "services[0].items[0].outline[4]", None, "services[0].items[0].outline[2]",
    ]  # fmt: skip
    made = services(LISTED)[0].items[0].outline
    assert [made[1].marker, made[4].marker, made[2].marker] == ["1.", "3.", "2."]


def test_a_list_inside_a_list_is_found():
    found = concerned(contacts("1", "2"), services("一、甲類：|(1)子。|(2)丑。|二、乙類。|三、丙類。"))
    assert paths(found) == [None, None]  # 一, 二 and (1), (2): which is meant is not said
    found = concerned(contacts("2", "3"), services("甲類：|■乙類|(1)子。|(2)丑。|(3)寅。"))
    assert paths(found) == [
        "services[0].items[0].outline[1].children[1]", "services[0].items[0].outline[1].children[2]",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        (("1",), (LISTED,)),  # one number alone counts people, not items
        (("1", "4"), (LISTED,)),  # no fourth item
        (("1", "2"), (LISTED, LISTED)),  # two lists
        (("1", "2"), ("不分項。",)),
        ((None, None), (LISTED,)),
    ],
)
def test_what_is_not_said_stays_open(numbers, texts):
    assert paths(concerned(contacts(*numbers), services(*texts))) == [None] * len(numbers)
