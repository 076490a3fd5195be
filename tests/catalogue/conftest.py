"""One catalogue for all tests that only look at it: a build takes seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogue.records import BASE, catalogue_command
from tests.once import once


@pytest.fixture(scope="session")
def site() -> Path:
    """The whole catalogue of the demonstration editions, as the command writes it; to look at, never to change."""
    return once("site", lambda out: catalogue_command(out, "--base", BASE))
