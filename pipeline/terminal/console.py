"""What tables are printed on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def plain_console(width: int = 160) -> Console:
    """Return the console of standard output, of a width where that is no terminal; printed words are printed as is."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else width, highlight=False, emoji=False)
