"""Turn a year's booklet of support programmes into checked, typed records.

The library: ``from pipeline import extract, load, diff``.  Importing the package is cheap; each name is loaded from
``pipeline.api`` when it is first asked for.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.api import (
        Booklet,
        Contact,
        Diff,
        Difference,
        Facts,
        Finding,
        Programme,
        UserError,
        check,
        diff,
        extract,
        facts,
        load,
        schema,
        tables,
        to_json,
        without_people,
    )

__version__ = "0.1.0"

__all__ = [
    "Booklet",
    "Contact",
    "Diff",
    "Difference",
    "Facts",
    "Finding",
    "Programme",
    "UserError",
    "check",
    "diff",
    "extract",
    "facts",
    "load",
    "schema",
    "tables",
    "to_json",
    "without_people",
]


def __getattr__(name: str) -> Any:
    """Load a name of the library."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pipeline import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Library(ModuleType):
    """The package: ``extract``, ``diff`` and ``facts`` are functions, though rooms have these names, too.

    Python puts a room that is imported into its package under its name, over the function; here it does not.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Library
