"""What will be published, and what that changes -> lines for the editor who answers for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from pipeline.catalogue.manifest import Difference
from pipeline.catalogue.publication import Plan
from pipeline.core.errors import printable
from pipeline.core.texts import said

_MOST = 12


def show_plan(plan: Plan) -> None:
    """Print what will be published: where, which editions under which licence, people, links that lead nowhere."""
    click.echo(said(f"at {plan.base}: {plan.programmes} programmes"))
    for edition, licence, pages in plan.editions:
        shown = said(f"{pages} pages drawn" if pages else "no page drawn")
        terms = licence.partition(";")[0] or said("no licence")
        click.echo(f"  {edition.id}  {edition.title}  {terms}  {shown}")
        if not licence:
            click.secho(
                said(f"  {edition.id}: origin.toml names no licence: publish its sentences only if you may."),
                fg="yellow",
            )
    if plan.people is None:
        click.echo(said("  names of people: left out"))
    else:
        click.secho(said(f"  names of people: {plan.people}; --without-people leaves them out"), fg="yellow")
    _list(
        said(f"  links that lead nowhere: {len(plan.links)}"),
        [f"{name}: {url}" for name, url in plan.links],
        "yellow",
    )


def show_difference(found: Difference, out: Path, names: Mapping[str, str]) -> None:
    """Print what is other than at the last publication; ``names`` has those of programmes, by the paths of pages."""
    if found.nothing:
        click.echo(said(f"{out}: nothing has changed since the last time"))
        return
    click.echo(
        said(
            f"{out}: {len(found.added)} files added, {len(found.changed)} changed, {len(found.removed)} removed"
        )
    )
    added, changed, removed = (
        [name for name in paths if name.startswith("programme/") and name.endswith(".html")]
        for paths in (found.added, found.changed, found.removed)
    )
    for title, pages in (
        (said(f"  pages added: {len(added)}"), added),
        (said(f"  pages changed: {len(changed)}"), changed),
        (said(f"  pages removed: {len(removed)}"), removed),
    ):
        _list(title, [f"{page}  {names.get(page, '')}".rstrip() for page in pages], None)


def _list(title: str, lines: Sequence[str], colour: str | None) -> None:
    if not lines:
        return
    click.secho(title, fg=colour)
    for line in lines[:_MOST]:
        click.echo(f"    {printable(line)}")  # a manifest may be of others
    if len(lines) > _MOST:
        click.echo(said(f"    and {len(lines) - _MOST} more"))
