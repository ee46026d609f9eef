"""The funds that may be moved: accounts, the rule that permits it, and how far each may go.

A unit decides on what it set itself. What a tier above it bound to a task may go to another unit
for the same task, what that tier gave as a block to another task of the same field, and only where
the deciding unit shared it out; nobody generalises what a tier above earmarked. What others have
of their own, and general transfers paid out, are theirs.
"""

from collections.abc import Mapping

import polars as pl

from chuandao.cascade.units import UnitTree
from chuandao.diagnosis.resources.chain import fund_chain
from chuandao.diagnosis.resources.ledger.books import Ledger

CITY_SET, SAME_FIELD, SAME_TASK = "own_restriction", "same_field", "same_task"
ADDED, RESERVE = "added", "reserve"
RULES = (CITY_SET, SAME_FIELD, SAME_TASK)
"""In the order in which funds are given up: the freest first."""
_ABOVE = -1  # the tier next above the root, where a payer is not stated
_SHOWN = 5


def accounts(
    ledger: Ledger, units: UnitTree, decider: str, topics: Mapping[str, str]
) -> pl.DataFrame:
    """Return the funds that the decider may move: a row a unit, task and rule.

    Parameters
    ----------
    ledger : Ledger
    units : UnitTree
    decider : code
        The unit that decides; only what is at units of its subtree can be moved.
    topics : mapping
        Task to its field.

    Returns
    -------
    table (unit, task, rule, field, amount, transfers)
        ``field``: the task or topic to which it stays bound, empty if to none; ``amount`` in
        yuan, under way or kept; ``transfers`` it consists of, the largest first.
    """
    rows = _kept(ledger, units, decider)
    at = units.tier(decider)
    same = pl.col("setter") < at
    block = same & (pl.col("kind") == "block") & pl.col("topic").is_not_null()
    named = pl.DataFrame(
        {"task": list(topics), "topic": list(topics.values())},
        schema={"task": pl.String, "topic": pl.String},
    )
    told = rows.join(named, on="task", how="left").with_columns(
        rule=pl.when(pl.col("setter") == at)
        .then(pl.lit(CITY_SET))
        .when(block & pl.col("shared_out"))
        .then(pl.lit(SAME_FIELD))
        .when(same & pl.col("shared_out"))
        .then(pl.lit(SAME_TASK))
    )
    field = pl.when(pl.col("rule") == SAME_FIELD).then("topic")
    bound = field.when(pl.col("rule") == SAME_TASK).then("task").otherwise(pl.lit(""))
    return (
        told.filter(pl.col("rule").is_not_null() & (pl.col("held") > 0))
        .with_columns(field=bound)
        .sort("held", "transfer", descending=[True, False])
        .group_by("unit", "task", "rule", "field", maintain_order=True)
        .agg(amount=pl.col("held").sum(), transfers=pl.col("transfer").unique(maintain_order=True))
        .with_columns(pl.col("transfers").list.head(_SHOWN))
        .sort("unit", "task", "rule", "field")
    )


def _kept(ledger: Ledger, units: UnitTree, decider: str) -> pl.DataFrame:
    """Return what of each transfer is still where it came, and the tier that bound it."""
    below = set(units.subtree(decider))
    own, origin = _stated(ledger, units), _stated(ledger, units)
    chain = fund_chain(ledger, units).filter(
        (pl.col("resource") == "funds")
        & pl.col("task").is_not_null()
        & pl.col("to_unit").is_in(list(below))
        & pl.col("status").is_in(["arrived", "under_way"])
    )
    whole = (
        chain.select("transfer", "origin", "to_unit", "from_unit", "task", "kept", "amount")
        .join(own, on="transfer", how="left")
        .join(origin.select(pl.all().name.prefix("origin_")), left_on="origin",
              right_on="origin_transfer", how="left")
    )  # fmt: skip
    bound_above = (pl.col("origin_kind") != "general") & pl.col("origin_setter").is_not_null()
    setter = (
        pl.when(bound_above).then(pl.min_horizontal("setter", "origin_setter")).otherwise("setter")
    )
    first = pl.when(bound_above & (pl.col("origin_setter") < pl.col("setter")))
    ours = pl.col("head").is_in(list(below)) | (pl.col("origin_head").is_in(list(below)))
    return whole.with_columns(
        setter=pl.when((setter == units.tier(decider)) & ~ours.fill_null(value=False))
        .then(None)
        .otherwise(setter),
        kind=first.then("origin_kind").otherwise("kind"),
        shared_out=((pl.col("from_unit") == decider) | (pl.col("origin_to") == decider)).fill_null(
            value=False
        ),
        held=pl.coalesce("kept", "amount").cast(pl.Float64),
        unit="to_unit",
    )


def _stated(ledger: Ledger, units: UnitTree) -> pl.DataFrame:
    """Return of each transfer the restriction, the tier that set it, payer and payee."""
    tiers = units.frame.select("unit", payer_tier=pl.col("tier").cast(pl.Int64))
    default = pl.when(pl.col("task").is_null()).then(pl.lit("general")).otherwise(
        pl.lit("earmarked")
    )  # fmt: skip
    return ledger.counting.join(tiers, left_on="from_unit", right_on="unit", how="left").select(
        "transfer",
        kind=pl.col("restriction").fill_null(default),
        setter=pl.coalesce(
            pl.col("origin_tier").cast(pl.Int64), "payer_tier", pl.lit(_ABOVE, dtype=pl.Int64)
        ),
        head="from_unit",
        to="to_unit",
    )
