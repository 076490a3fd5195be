"""Write ``pipeline/core/radicals.tsv`` from Unicode's ``EquivalentUnifiedIdeograph.txt``.

Comes in: the data file of the Unicode Character Database (Debian package ``unicode-data``).
Goes out: one line ``radical TAB ideograph`` in hexadecimal for each character of the two radical blocks.
A character without an equivalent is named in a comment, so that none is left out unseen.
A file of another form is a ``ValueError``.

    python3 tools/make_radicals.py [FILE] > pipeline/core/radicals.tsv
"""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

SOURCE = Path("/usr/share/unicode/EquivalentUnifiedIdeograph.txt")
BLOCKS = (range(0x2E80, 0x2F00), range(0x2F00, 0x2FE0))
LINE = re.compile(r"([0-9A-F]{4,6})(?:\.\.([0-9A-F]{4,6}))?\s*;\s*([0-9A-F]{4,6})\s*#")

HEADER = """\
# CJK radicals and the unified ideographs they stand for: Unicode property Equivalent_Unified_Ideograph.
# Made by tools/make_radicals.py from {name}; only the blocks
# U+2E80..2EFF (CJK Radicals Supplement) and U+2F00..2FDF (Kangxi Radicals) are kept.
# Copyright (c) 2022 Unicode, Inc. Used under the Unicode License, https://www.unicode.org/license.txt
"""


def equivalents(text: str) -> dict[int, int]:
    """Return code point -> code point of its equivalent, for every character that the file maps."""
    found: dict[int, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        match = LINE.match(line)
        if not match:
            raise ValueError(f"line {number}: not a mapping: {line!r}")
        first, last, target = match.groups()
        found |= dict.fromkeys(range(int(first, 16), int(last or first, 16) + 1), int(target, 16))
    return found


def table(text: str) -> str:
    """Return the whole of ``radicals.tsv``."""
    known = equivalents(text)
    name = text.splitlines()[0].lstrip("# ")
    lines = [HEADER.format(name=name)]
    for block in BLOCKS:
        for code in block:
            char = chr(code)
            if code in known:
                lines.append(f"{code:04X}\t{known[code]:04X}\n")
            elif unicodedata.category(char) != "Cn":
                lines.append(f"# {code:04X} {unicodedata.name(char)}: Unicode gives no equivalent\n")
    return "".join(lines)


if __name__ == "__main__":
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE
    sys.stdout.write(table(source.read_text(encoding="utf-8")))
