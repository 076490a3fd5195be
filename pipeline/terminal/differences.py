"""What ``booklet check`` and ``booklet accept`` show in the terminal: where a record differs from golden."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click

from pipeline.checks.golden import Difference
from pipeline.core.errors import printable
from pipeline.core.texts import said


def show_differences(name: str, found: Sequence[Difference]) -> None:
    """Print each value in which an edition differs from what was accepted."""
    if not found:
        click.secho(said(f"{name}: equal to golden"), fg="green")
        return
    click.secho(said(f"{name}: {len(found)} differences from golden"), fg="red")
    for difference in found:
        place = f"{difference.programme or 'booklet'} {difference.path}".strip()
        told = f"  {place}: {_short(difference.golden)} -> {_short(difference.extracted)}"
        click.echo(printable(told))  # golden may be somebody else's


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 100 else f"{text[:97]}..."
