"""Search: ``python -m fuzz facts | transcript | chain``, for FUZZ_SECONDS (60).

What was found is kept in build/fuzz/, so that the next search goes on from there; the text of a fault stands in
build/fuzz/<property>-crash-…, and ``python -m fuzz facts FILE`` tries it again.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["pipeline"]):
    from fuzz.chain import chain
    from fuzz.properties import PROPERTIES as READERS
from fuzz.seeds import dictionary, seeds

PROPERTIES = {**READERS, "chain": chain}
FOLDER = Path("build/fuzz")
LONGEST = 4096
SLOWEST = dict.fromkeys(READERS, 20) | {"chain": 120}
"""Seconds that a text of this length may take; of the chain other programs read what is written."""


def main(name: str, files: list[str]) -> None:
    """Search from the seeds, or try files again."""
    kept = FOLDER / name
    kept.mkdir(parents=True, exist_ok=True)
    words = FOLDER / "dictionary"
    words.write_text(dictionary())
    known = list(seeds(name))
    for seed in known:
        (kept / hashlib.sha256(seed).hexdigest()[:40]).write_bytes(seed[:LONGEST])
    PROPERTIES[name](known[0])  # what is imported once is not the time of a text
    settings = [
        f"-max_total_time={os.environ.get('FUZZ_SECONDS', '60')}",
        f"-max_len={LONGEST}",
        f"-timeout={SLOWEST[name]}",
        f"-dict={words}",
        f"-artifact_prefix={FOLDER}/{name}-",
        "-rss_limit_mb=4096",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *settings, *(files or [str(kept)])], PROPERTIES[name])
    atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in PROPERTIES:
        sys.exit(f"name a property: {', '.join(PROPERTIES)}")
    main(sys.argv[1], sys.argv[2:])
