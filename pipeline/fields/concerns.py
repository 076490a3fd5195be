"""The printed numbers of contacts -> the numbered items of the services that they answer for.

Comes in: the contacts and services of one form.  Goes out: the contacts, each with the path of its item.  A number
says whom to call about what only where one list of the services has every number of the contacts once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.core.ordinals import ordinal_of
from pipeline.core.record import Contact, Node, Service


def concerned(contacts: Sequence[Contact], services: Sequence[Service]) -> list[Contact]:
    """Return the contacts with what each concerns; as they were where not exactly one list has the numbers."""
    numbers = {ordinal_of(contact.number) for contact in contacts if contact.number}
    lists = [found for found in _lists(services) if len(numbers) > 1 and numbers <= found.keys()]
    if len(lists) != 1:
        return list(contacts)
    return [
        each.model_copy(update={"concerns": lists[0][ordinal_of(each.number)]}) if each.number else each
        for each in contacts
    ]


def _lists(services: Sequence[Service]) -> Iterator[dict[int, str]]:
    """Yield each numbered list of the services: its numbers and the paths of their nodes."""
    for place, service in enumerate(services):
        yield from _numbered(service.outline, f"services[{place}].outline")
        for number, item in enumerate(service.items):
            yield from _numbered(item.outline, f"services[{place}].items[{number}].outline")


def _numbered(nodes: Sequence[Node], path: str) -> Iterator[dict[int, str]]:
    """Yield the list that nodes beside each other make, if each number stands there once, and those under them."""
    found: dict[int, str] = {}
    numbers = [ordinal_of((node.marker or "").strip("(（)）.．、")) for node in nodes]
    for place, number in enumerate(numbers):
        if number and numbers.count(number) == 1:
            found[number] = f"{path}[{place}]"
    if found:
        yield found
    for place, node in enumerate(nodes):
        yield from _numbered(node.children, f"{path}[{place}].children")
