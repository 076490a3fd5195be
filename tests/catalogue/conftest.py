"""One catalogue for all tests that only look at it: a build takes seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogue.records import BASE, catalogue_command


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole catalogue of the demonstration editions, as the command writes it; to look at, never to change."""
    out = tmp_path_factory.mktemp("site") / "catalogue"
    catalogue_command(out, "--base", BASE)
    return out
