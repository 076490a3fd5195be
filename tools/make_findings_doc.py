"""Write ``docs/findings.md``, and its Chinese, from the closed list of codes in ``pipeline/core/findings.py``.

python3 -m tools.make_findings_doc
"""

from __future__ import annotations

from pathlib import Path

from pipeline.core.findings import CODES
from pipeline.core.texts import Language, of_finding, texts

PAGES: dict[Language, str] = {"en": "docs/findings.md", "zh_TW": "docs/zh-Hant/findings.md"}
HEADERS: dict[Language, str] = {
    "en": """\
# Findings

What a run may say of a booklet, in `findings.csv`, on the terminal and under `findings` in the record. An error means
that the record cannot be trusted until a person has looked; `booklet extract` then ends with status 1. Made by
`tools/make_findings_doc.py` from `pipeline/core/findings.py`.

| code | severity | meaning | what to do |
|---|---|---|---|
""",
    "zh_TW": """\
# 待確認事項

擷取時發現、應由人看過的事項，列於 `findings.csv`、終端機與紀錄的 `findings`。嚴重程度為「錯誤」者，
在有人看過之前不可採用該紀錄，`booklet extract` 的結束狀態為 1；「警告」應對照頁面查看；「備註」多為手冊本身的
瑕疵，可供參考。`findings.csv` 與紀錄中，三者依序為 `error`、`warning`、`note`。本頁由
`tools/make_findings_doc.py` 依程式內的清單產生。

| 代碼 | 嚴重程度 | 意義 | 處理方式 |
|---|---|---|---|
""",
}


def document(language: Language) -> str:
    """Return the whole of a page."""
    severities: dict[str, str] = texts(language)["severities"] if language != "en" else {}
    return HEADERS[language] + "".join(
        f"| `{code}` | {severities.get(severity, severity)} | {' | '.join(of_finding(language, code))} |\n"
        for code, (severity, *_) in CODES.items()
    )


if __name__ == "__main__":
    for language, page in PAGES.items():
        Path(page).write_text(document(language), "utf-8")
