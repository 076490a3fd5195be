"""Make a demonstration edition: ``python -m tests.typeset.make_demo [FOLDER]``, named after its source."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from tests.typeset.reportlab_pdf import Style, typeset
from tests.typeset.source import load

SOURCE = Path(__file__).with_name("demo-112.toml")
STYLE = Style(header="112年度扶植中堅企業成長計畫優惠輔導措施", page_number="- {n} -")
NEXT_YEAR = Style(header="113年度扶植中堅企業成長計畫優惠輔導措施", page_number="- {n} -")
STYLES = {"demo-112": STYLE, "demo-113": NEXT_YEAR}
ORIGIN = """\
# Made by `{made_by}` from tests/typeset/{name}.toml; offices, people and numbers are invented.
publisher = "{publisher}"
roc_year = {roc_year}
file = "booklet.pdf"
sha256 = "{sha256}"
profile = "support-measures"
licence = "Apache-2.0; the embedded font subsets keep their own: AR PL UKai (Arphic Public License), \\
Liberation Serif (SIL OFL 1.1), DejaVu Serif (Bitstream Vera)"
made_by = "{made_by}"
"""


def main(folder: Path) -> None:
    """Write booklet.pdf and origin.toml into a folder; one of no edition's name gets demo-112."""
    name = folder.name if folder.name in STYLES else SOURCE.stem
    source = load(SOURCE.with_name(f"{name}.toml"))
    made = typeset(source, STYLES[name])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "booklet.pdf").write_bytes(made.pdf)
    origin = ORIGIN.format(
        publisher=source.publishers[0],
        roc_year=source.roc_year,
        sha256=hashlib.sha256(made.pdf).hexdigest(),
        name=name,
        made_by="python -m tests.typeset.make_demo" + (f" raw/{name}" if name != SOURCE.stem else ""),
    )
    (folder / "origin.toml").write_text(origin.replace("\\\n", ""), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("raw/demo-112"))
