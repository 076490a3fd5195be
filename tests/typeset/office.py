"""Documents become other documents by LibreOffice, many in one call: starting it takes longer than a conversion.

Needs ``soffice`` (``apt-get install libreoffice-writer-nogui``) and the fonts of ``fonts.py``.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

APT_PACKAGES = "libreoffice-writer-nogui"


def installed() -> bool:
    """Tell whether LibreOffice is here."""
    return shutil.which("soffice") is not None


def convert(documents: Mapping[str, bytes], to: str) -> dict[str, bytes]:
    """Convert documents, named with their suffixes, to a format (``pdf``, ``odt``); their stems name the results.

    Raises:
        FileNotFoundError: one of them was not converted.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "made").mkdir()
        for file, data in documents.items():
            (folder / file).write_bytes(data)
        command = [
            "soffice",
            f"-env:UserInstallation=file://{name}/profile",
            "--headless",
            "--convert-to",
            to,
        ]
        command += ["--outdir", str(folder / "made"), *(str(folder / file) for file in documents)]
        subprocess.run(command, check=True, capture_output=True, timeout=120 + 20 * len(documents))
        stems = [Path(file).stem for file in documents]
        return {stem: (folder / "made" / f"{stem}.{to}").read_bytes() for stem in stems}
