"""How Sphinx builds the documentation: ``make docs``; our own part is ``tools/documentation.py``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline import __version__

project = "booklet"
author = "The formledger maintainers"
release = version = __version__
language = "en"
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_click",
    "tools.documentation",
]
source_suffix = {".md": "markdown"}
exclude_patterns: list[str] = []
html_theme = "furo"
html_title = "booklet"
html_copy_source = False
html_show_copyright = False
_FONTS = 'system-ui, "Segoe UI", Helvetica, Arial, "PingFang TC", "Microsoft JhengHei", "Noto Sans CJK TC", sans-serif'
html_theme_options = {
    "navigation_with_keys": True,
    "light_css_variables": {"font-stack": _FONTS},  # Chinese in a font without serifs on English pages, too
}
myst_enable_extensions = ["html_image"]
myst_heading_anchors = 3
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
suppress_warnings = [
    "misc.highlighting_failure",  # the drawing of docs/architecture.md, which GitHub makes, is read as its text here
    "toc.not_included",  # a new page is built, and found by its words, before index.md lists it
]
