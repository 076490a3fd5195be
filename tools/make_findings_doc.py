"""Write ``docs/findings.md`` from the closed list of codes in ``pipeline/core/findings.py``.

python3 -m tools.make_findings_doc > docs/findings.md
"""

from __future__ import annotations

import sys

from pipeline.core.findings import CODES

HEADER = """\
# Findings

What a run may say of a booklet, in `findings.csv`, on the terminal and under `findings` in the record. An error means
that the record cannot be trusted until a person has looked; `booklet extract` then ends with status 1. Made by
`tools/make_findings_doc.py` from `pipeline/core/findings.py`.

| code | severity | meaning | what to do |
|---|---|---|---|
"""


def document() -> str:
    """Return the whole of ``docs/findings.md``."""
    return HEADER + "".join(
        f"| `{code}` | {severity} | {meaning} | {action} |\n"
        for code, (severity, meaning, action) in CODES.items()
    )


if __name__ == "__main__":
    sys.stdout.write(document())
