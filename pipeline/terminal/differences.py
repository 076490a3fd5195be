"""What ``booklet check`` and ``booklet accept`` show in the terminal: where a record differs from golden."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click

from pipeline.checks.golden import Difference
from pipeline.core.errors import printable
from pipeline.core.texts import said


def show_differences(name: str, found: Sequence[Difference], *, whole: bool = False) -> None:
    """Print each value in which an edition differs from what was accepted, cut to a line unless ``whole``."""
    if not found:
        click.secho(said(f"{name}: equal to golden"), fg="green")
        return
    click.secho(said(f"{name}: {len(found)} differences from golden"), fg="red")
    for difference in found:
        place = f"{difference.programme or 'booklet'} {difference.path}".strip()
        golden, extracted = (_told(value, whole) for value in (difference.golden, difference.extracted))
        told = f"  {place}: {golden} -> {extracted}"
        click.echo(printable(told))  # golden may be somebody else's


def _told(value: Any, whole: bool) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if whole or len(text) <= 100 else f"{text[:97]}..."
