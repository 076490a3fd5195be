"""What is written to origin.toml is read back the same, whatever the names."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from pipeline.origin import Origin, PublishedFile, to_toml

NAMES = st.text(min_size=1).filter(
    lambda name: name.isprintable() and not set(name) & set("/\\") and name not in (".", "..", "origin.toml")
)
HASHES = st.none() | st.text("0123456789abcdef", min_size=64, max_size=64)


@given(
    NAMES,
    HASHES,
    st.text().filter(str.isprintable),
    st.none() | st.integers(1, 999),
    st.text().filter(str.isprintable),
    st.lists(st.builds(PublishedFile, file=NAMES, sha256=HASHES), max_size=3),
)
def test_origin_round_trip(file, sha256, publisher, year, licence, also):
    origin = Origin(
        file=file,
        sha256=sha256,
        publisher=publisher,
        roc_year=year,
        licence=licence,
        made_by=licence[::-1],
        also=tuple(also),
    )
    assert Origin.model_validate(tomllib.loads(to_toml(origin))) == origin
