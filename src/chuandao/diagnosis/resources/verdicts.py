"""Verdicts on one family of comparisons: false discoveries held down over all that were tested."""

import numpy as np
import polars as pl

from chuandao.catalog.thresholds import threshold
from chuandao.stats.screening import q_values


def judged(table: pl.DataFrame, *, found: str, usual: str) -> pl.DataFrame:
    """Return the comparisons of one family with ``q_value`` and ``verdict``.

    Parameters
    ----------
    table : pl.DataFrame
        A row a comparison, with ``p_value``; null where it could not be tested.
    found, usual : str
        The verdict where the q-value is at most ``resource_false_discovery``, and where not.
        What was not tested is ``cannot_tell``, and has no q-value.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57, 289-300.

    Examples
    --------
    >>> rows = pl.DataFrame({"p_value": [0.0001, 0.9, None]})
    >>> judged(rows, found="skewed", usual="usual")["verdict"].to_list()
    ['skewed', 'usual', 'cannot_tell']
    """
    tested = table["p_value"].is_not_null().to_numpy()
    q = np.full(table.height, np.nan)
    q[tested] = q_values(table["p_value"].drop_nulls().to_numpy())
    beyond = pl.col("q_value") <= threshold("resource_false_discovery")
    return table.with_columns(q_value=pl.Series(q, dtype=pl.Float64).fill_nan(None)).with_columns(
        verdict=pl.when(pl.col("p_value").is_null())
        .then(pl.lit("cannot_tell"))
        .when(beyond)
        .then(pl.lit(found))
        .otherwise(pl.lit(usual))
    )
