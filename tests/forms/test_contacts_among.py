"""Rows of contacts among the fields of a form are the field of contacts, where it has no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.forms.contacts_among import with_contacts
from pipeline.forms.entries import entries_of
from pipeline.forms.profile import load_profile, parse_profile
from tests.forms.test_labels import cells_of, table
from tests.printed import traced

ROLES = load_profile("support-measures")


def test_rows_of_contacts_without_a_label_over_them_are_one_entry() -> None:
    given = table("簡介|甲。", "主辦機關|某部|承辦人|王小姐", "優惠方式|乙。", "電話|02")
    again = traced("電話", 9_000)
    cells = [
        replace(each, doubtful=True, again=(again,)) if each.text.text == "電話" else each
        for each in given.cells
    ]
    made = with_contacts(entries_of(cells_of(replace(given, cells=tuple(cells))), ROLES), ROLES)
    assert [(entry.name(ROLES), entry.label.text) for entry in made] == [
        ("summary", "簡介"),
        ("contacts", ""),
        ("benefits", "優惠方式"),
    ]
    contacts = made[1]
    assert [[each.text.text for each in row] for row in contacts.rows] == [
        ["主辦機關", "某部", "承辦人", "王小姐"],
        ["電話", "02"],
    ]
    assert (contacts.doubtful, contacts.repeated_labels) == (True, (again,))
    assert not with_contacts(entries_of(cells_of(given), ROLES), ROLES)[1].doubtful


@pytest.mark.parametrize(
    "labels",
    [
        'labels = ["案名", "電話", "承辦人"]',
        'labels = ["案名", "依據", "說明"]',
        "[labels]\ncontacts = ['聯絡方式']\n\"案名\" = ['案名']\n\"電話\" = ['電話']\n\"承辦人\" = ['承辦人']",  # fields, too
    ],
)
def test_labels_of_contacts_that_are_fields_of_a_profile_or_that_has_no_contacts_are_like_others(
    labels: str,
) -> None:
    profile = parse_profile(
        "cards", f"{labels}\n[contacts.channels]\nphone = ['電話']\nperson = ['承辦人']\n"
    )
    assert profile.is_contact_label("電話")
    made = with_contacts(entries_of(cells_of(table("案名|甲", "電話|02", "承辦人|王小姐")), profile), profile)
    assert [entry.label.text for entry in made] == ["案名", "電話", "承辦人"]
