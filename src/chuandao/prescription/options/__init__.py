"""What may be done where (可選舉措): remedies at units, what they touch, bring and cost."""

from chuandao.prescription.options.found import Found, found_signs
from chuandao.prescription.options.ground import Ground, draw_losses, ground_of
from chuandao.prescription.options.option import Effect, Option, Options, options_of
from chuandao.prescription.options.ranges import effect_ranges, mean_shares, shares_drawn

__all__ = [
    "Effect",
    "Found",
    "Ground",
    "Option",
    "Options",
    "draw_losses",
    "effect_ranges",
    "found_signs",
    "ground_of",
    "mean_shares",
    "options_of",
    "shares_drawn",
]
