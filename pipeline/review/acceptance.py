"""Acceptance: a person who has read an extraction makes it golden, and says why.

Comes in: a record, a reason, and what was reviewed.  Goes out: ``golden/<edition>.json`` and one more entry in
``golden/<edition>.log.toml``.  Refused where no person can be: in CI and in tests.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.checks.golden import accepted_form, finish, golden_json, log_of, pending, write_together
from pipeline.core.errors import UserError
from pipeline.core.expressions import expression
from pipeline.core.files import file_sha256
from pipeline.core.lock import alone
from pipeline.core.record import Booklet
from pipeline.core.toml_file import read_toml
from pipeline.diff.matching import Decision
from pipeline.forms.profiles import profile_text
from pipeline.review.cards import Card, undecided
from pipeline.review.verdicts import Verdict
from pipeline.source.acquire import Edition, acquire, find_editions, raw_folders
from pipeline.source.made_by import MadeBy, read_made_by
from pipeline.source.workspace import corrections_of, load_record, record_path

NO_PERSON = ("CI", "PYTEST_CURRENT_TEST")
"""Variables that say that no person sits here."""


def refuse_without_person(environ: Mapping[str, str]) -> None:
    """Raise ``UserError`` in CI and in tests: golden is a person's word."""
    if any(environ.get(name) for name in NO_PERSON):
        raise UserError("golden is accepted by a person who has read it, never in CI or in tests.")


def refuse_errors(booklet: Booklet, despite: Collection[str]) -> None:
    """Raise ``UserError`` while errors stand among the findings, unless each code of them is named."""
    codes = sorted({found.code for found in booklet.findings if found.severity == "error"} - set(despite))
    if codes:
        raise UserError(
            f"errors stand among the findings ({', '.join(codes)}): mend them, or name each with --despite CODE."
        )


def said(reason: str) -> str:
    """Return a reason without spaces around it.

    Raises:
        UserError: it says nothing, or cannot be written down.
    """
    try:
        reason.encode()
    except UnicodeEncodeError as error:
        raise UserError("the reason holds bytes that are no text: write it in UTF-8.") from error
    if len(_HAN.findall(reason)) + len(_LETTER.findall(reason)) < FEWEST:
        raise UserError("the reason says nothing: tell how the extraction was read against the pages.")
    return reason.strip()


_LETTER = expression(r"[\p{L}\p{Nd}]")
_HAN = expression(r"\p{Han}")
FEWEST = 4
"""Letters of a reason, a Chinese one counted twice: 已讀, read."""


def chosen(name: str) -> Edition:
    """Return the edition that a name means.

    Raises:
        UserError: it is none of those that are described, such as a path.
    """
    troubles: list[UserError] = []
    editions = find_editions(Path(), raw_folders(), troubles.append)
    found = next((edition for edition in editions if edition.id == name), None)
    if found is None:
        known = ", ".join(edition.id for edition in editions) or "none"
        told = "".join(f" ({error})" for error in troubles)
        raise UserError(f"{name} is no edition (known: {known}){told}: accept takes the name of one.")
    return found


def current(edition: Edition) -> Booklet:
    """Return the record of an edition, if a run would write the same from what lies in ``raw/`` now.

    Raises:
        UserError: there is none; or it was changed, or made of another file, profile or year, or by another program.
    """
    path = record_path(edition.id)
    booklet = load_record(path)
    made = read_made_by(path.parent)
    profile = profile_text(edition.profile)
    corrections = corrections_of(edition.id)
    now = MadeBy.of(file_sha256(path), acquire(edition).sha256, profile, edition.roc_year, corrections)
    told = {
        "record": "the record was changed since",
        "file": f"{edition.file} is another file",
        "profile": f"the profile {Path(edition.profile).name} is another",
        "roc_year": "origin.toml gives another year",
        "corrections": "corrections.toml was changed since",
        "program": "the program is another",
    }
    differing = [sentence for name, sentence in told.items() if getattr(now, name) != getattr(made, name)]
    if booklet.edition.id != edition.id:
        differing.append(f"it is of edition {booklet.edition.id}")
    if differing:
        raise UserError(
            f"{path} is not what a run would write now ({'; '.join(differing)}): "
            f"run `booklet extract {edition.id}`, and read it again."
        )
    return booklet


def refuse_unseen(listed: Sequence[Card], verdicts: Mapping[str, Verdict]) -> None:
    """Raise ``UserError`` for a loss that nobody has seen, and for a match that was called wrong and still stands."""
    lost = [card.about for card in undecided(listed, verdicts) if card.worry == "loss"]
    if lost:
        raise UserError(
            f"losses have not been reviewed ({'; '.join(lost)}): run `booklet review`, and decide each."
        )
    known = {card.key: card for card in listed}
    wrong = [known[key].about for key, said in verdicts.items() if key in known and said.verdict == "match"]
    if wrong:
        raise UserError(
            f"programmes are matched that were called wrongly matched ({'; '.join(wrong)}): "
            "choose the right ones in `booklet review`."
        )


def excused(listed: Sequence[Card], verdicts: Mapping[str, Verdict]) -> set[str]:
    """Return the codes of errors of which a person has decided each one."""
    errors = {found.code for card in listed if card.fault for found in card.findings}
    return errors - {card.findings[0].code for card in undecided(listed, verdicts) if card.fault}


def accept(
    booklet: Booklet,
    golden: Path,
    *,
    digest: bool,
    who: str,
    when: date,
    reason: str,
    verdicts: Sequence[Verdict] = (),
    matches: Mapping[str, Sequence[Decision]] | None = None,
) -> None:
    """Write golden and log the acceptance with all that a person decided, both or neither.

    ``matches`` are those that were forced and forbidden, as ``Desk.matches`` tells them.

    Raises:
        UserError: the reason says nothing, the log that stands there is none, or they cannot be written.
    """
    entry = _entry(booklet, who, when, said(reason), verdicts, matches or {})
    content = golden_json(accepted_form(booklet, digest=digest))
    try:
        golden.parent.mkdir(parents=True, exist_ok=True)
        with alone(golden.parent):
            finish(golden)
            log = log_of(golden)
            if log.exists():
                read_toml(log, "restore it from the repository")
            before = log.read_text("utf-8") + "\n" if log.exists() else ""
            write_together(golden, content, (before + entry).encode())
    except OSError as error:
        later = (
            "it will be finished once there is room" if pending(golden).exists() else "nothing was accepted"
        )
        raise UserError(f"{golden} cannot be written ({error.strerror}), and {later}.") from error


def _entry(
    booklet: Booklet,
    who: str,
    when: date,
    reason: str,
    verdicts: Sequence[Verdict],
    matches: Mapping[str, Sequence[Decision]],
) -> str:
    """Return an acceptance as TOML: who, when and why, by which program, and all that was decided and corrected."""
    entry: dict[str, Any] = {
        "who": who,
        "reason": reason,
        "sha256": booklet.edition.source.sha256,
        "program": __version__,
    }
    lines = ["[[accepted]]", f"when = {when.isoformat()}", *_pairs(entry)]
    for each in verdicts:
        lines += ["", "[[accepted.verdict]]", *_pairs(each.model_dump(exclude_defaults=True))]
    for kind, decided in matches.items():
        for match in decided:
            said = match.model_dump(mode="json", exclude_none=True, by_alias=True)
            lines += ["", f"[[accepted.{kind}]]", *_pairs(said)]
    made = [("", each) for each in booklet.front.corrections]
    made += [(programme.name, each) for programme in booklet.programmes for each in programme.corrections]
    for name, correction in made:
        told = {"programme": name} | correction.model_dump(exclude_none=True)
        lines += ["", "[[accepted.correction]]", *_pairs(told)]
    return "\n".join(lines) + "\n"


def _pairs(entry: Mapping[str, Any]) -> list[str]:
    # A JSON string is a TOML string but for this one character, which only TOML wants escaped.
    return [
        f"{key} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
        for key, value in entry.items()
    ]
