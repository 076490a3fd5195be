"""The parts of the program that are installed only where they are wanted.

Comes in: the name of an extra of pyproject.toml.  Goes out: whether it is here, and the words that say how to get it.
What can go wrong: it is not here; then one sentence names the command that really installs it.
"""

from __future__ import annotations

from importlib.util import find_spec

from pipeline.core.errors import UserError

DISTRIBUTION = "formledger"
"""The name on the package index; `booklet` there is another project."""
EXTRAS = {
    "ocr": ("cv2", "onnxruntime", "rapidocr"),
    "verify": ("camelot",),
    "tables": ("pandas", "pyarrow", "xlsxwriter"),
    "serve": ("datasette",),
    "mcp": ("mcp",),
    "review": ("starlette", "uvicorn"),
    "corpus": ("bokeh", "distributed", "fsspec", "pyarrow"),
}
"""Extra -> the modules it brings; `make <extra>` adds it to the environment of a clone."""


def missing(extra: str) -> list[str]:
    """Return the modules of an extra that are not installed."""
    return [module for module in EXTRAS[extra] if find_spec(module) is None]


def how_to_install(extra: str) -> str:
    """Return the end of a sentence: what installs an extra, in a clone and elsewhere."""
    return f"run `make {extra}` in a clone, or pip install '{DISTRIBUTION}[{extra}]'"


def require(extra: str, purpose: str) -> None:
    """Do nothing where an extra is installed; ``purpose`` begins the sentence otherwise, as in "A catalogue".

    Raises:
        UserError: a module of the extra is not installed.
    """
    if absent := missing(extra):
        raise UserError(f"{purpose} needs {absent[0]}, which is not installed: {how_to_install(extra)}.")
