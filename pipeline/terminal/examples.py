"""An example or two for each command, as its ``--help`` shows them; the tests parse every one."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[str, ...]] = {
    "accept": ('booklet accept 113 --reason "read against the pages by two people"',),
    "add": ("booklet add ~/Downloads/booklet.pdf", "booklet add booklet.docx --edition 113 --profile cards"),
    "adopt": ("booklet adopt 113",),
    "catalogue": ("booklet catalogue", "booklet catalogue 112 113 --base https://data.example.gov.tw/"),
    "check": ("booklet check", "booklet check 113 --json"),
    "clean": ("booklet clean", "booklet clean --outputs"),
    "corpus": ("booklet corpus booklets/ --out corpus/", "booklet corpus list.txt --out corpus/ --workers 8"),
    "diff": ("booklet diff 112 113", "booklet diff 112 113 --json -"),
    "doctor": ("booklet doctor", "booklet doctor --json"),
    "extract": (
        "booklet extract",
        "booklet extract 113 --verify",
        "booklet extract ~/Downloads/booklet.pdf --edition 113 --out /tmp/113",
    ),
    "facts": ('booklet facts --year 113 "每案補助上限3萬5千元，自9月1日至次年1月31日受理"',),
    "mcp": ("booklet mcp",),
    "profile": (
        "booklet profile cards.pdf",
        "booklet profile cards.pdf --out cards.toml --picture cards.html",
        "booklet profile case.html --one --out case.toml",
    ),
    "publish": (
        "booklet publish --check --base https://data.example.gov.tw/",
        "booklet publish --base https://data.example.gov.tw/",
    ),
    "report": ("booklet report 113", "booklet report 113 --from 111"),
    "review": ("booklet review 113", "booklet review 113 --from 111"),
    "schema": ("booklet schema > booklet.schema.json",),
}
STATUSES = """Exit status: 0 nobody needs to look; 1 a person must look; 2 it could not run, and one sentence
says why; 130 interrupted; 143 terminated."""
