"""Codes of ISO 3166-2 -> what a city or county is called, in Chinese and, as its own office writes it, in English."""

from __future__ import annotations

from pipeline.facts.conditions.words import PLACES
from pipeline.report.labels import Label

_ENGLISH = {
    "TW-TPE": "Taipei City",
    "TW-NWT": "New Taipei City",
    "TW-TAO": "Taoyuan City",
    "TW-TXG": "Taichung City",
    "TW-TNN": "Tainan City",
    "TW-KHH": "Kaohsiung City",
    "TW-KEE": "Keelung City",
    "TW-HSZ": "Hsinchu City",
    "TW-CYI": "Chiayi City",
    "TW-HSQ": "Hsinchu County",
    "TW-MIA": "Miaoli County",
    "TW-CHA": "Changhua County",
    "TW-NAN": "Nantou County",
    "TW-YUN": "Yunlin County",
    "TW-CYQ": "Chiayi County",
    "TW-PIF": "Pingtung County",
    "TW-ILA": "Yilan County",
    "TW-HUA": "Hualien County",
    "TW-TTT": "Taitung County",
    "TW-PEN": "Penghu County",
    "TW-KIN": "Kinmen County",
    "TW-LIE": "Lienchiang County",
}
REGIONS = {code: Label(name, _ENGLISH[code]) for name, code in PLACES.items()}
"""In the order in which they are usually listed."""
