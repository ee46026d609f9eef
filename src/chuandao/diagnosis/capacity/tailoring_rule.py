"""What the catalogue calls uniform, tailored, and materially different in severity (C5)."""

from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.stats.tailoring.verdict import Rule

MEASURE = "treatment_dependence"


def tailoring_rule() -> Rule:
    """Return the rule of the verdict; its bound is where the reference range calls for attention.

    Examples
    --------
    >>> tailoring_rule().bound == reference_range(MEASURE).attention
    True
    """
    held = reference_range(MEASURE)
    return Rule(
        bound=held.attention,
        step=threshold("tailoring_step"),
        order=threshold("tailoring_order"),
        reach=threshold("tailoring_reach"),
        least=held.least,
    )


def material() -> dict[str, float]:
    """Return the spreads from which severities differ materially, as ``treated`` takes them.

    Examples
    --------
    >>> sorted(material())
    ['rank_spread', 'relative_spread']
    """
    return {
        "rank_spread": threshold("tailoring_rank_spread"),
        "relative_spread": threshold("tailoring_relative_spread"),
    }
