"""The package (對策建議): remedies and units under a budget, with interval, regret and proof."""

from chuandao.prescription.choose.prescribe import Plan, prescribe

__all__ = ["Plan", "prescribe"]
