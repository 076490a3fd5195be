"""Records -> pandas data frames, one for each table of the catalogue.

Comes in: records in any order.  Goes out: typed columns in which what is absent is NA, so that a whole number stays
one.  What can go wrong: the extra ``tables`` is not here; or two records are of one edition.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.catalogue.build import Wish, catalogue_of
from pipeline.catalogue.model import UNSET_BASE
from pipeline.catalogue.parquet import typed_table
from pipeline.catalogue.schema import TABLES
from pipeline.catalogue.selection import age
from pipeline.catalogue.tables import tables
from pipeline.core.errors import UserError
from pipeline.core.extras import require
from pipeline.core.record import Booklet

if TYPE_CHECKING:
    import pandas


def frames(
    booklets: Sequence[Booklet], base: str | None = None, *, people: bool = True
) -> dict[str, pandas.DataFrame]:
    """Return all tables by their names; ``base`` is the URI below which identifiers stand.

    Raises:
        UserError: pandas or pyarrow is not here, ``base`` is no base, or an edition comes twice.
    """
    require("tables", "A data frame")
    import pandas
    import pyarrow

    names = [booklet.edition.id for booklet in booklets]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UserError(f"two records are of edition {twice}: give each edition once.")
    catalogue, _ = catalogue_of(sorted(booklets, key=age), Wish(base or UNSET_BASE, people))
    rows = tables(catalogue)
    types = {
        pyarrow.int64(): pandas.Int64Dtype(),
        pyarrow.float64(): pandas.Float64Dtype(),
        pyarrow.bool_(): pandas.BooleanDtype(),
        pyarrow.string(): pandas.StringDtype(),
    }
    return {
        table.name: typed_table(table, rows[table.name]).to_pandas(types_mapper=types.get) for table in TABLES
    }
