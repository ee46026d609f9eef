"""Units over time: effects of roll-outs, filtered levels, sums of what was not expected."""
