"""A plugin of pytest that empties every cache of the package before the first test.

Mutmut forks a process that has run all tests: what a function once returned would hide that it was changed.
"""

from __future__ import annotations

import sys


def pytest_sessionstart() -> None:
    """Empty the caches of all functions that are loaded."""
    for name, module in list(sys.modules.items()):
        if name.startswith("pipeline"):
            for each in list(vars(module).values()):
                if hasattr(each, "cache_clear"):
                    each.cache_clear()
