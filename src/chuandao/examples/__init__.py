"""Example cases that come with the package; each name is the path of a case folder."""

from importlib import resources
from pathlib import Path

__all__ = ["qinghe"]

qinghe = Path(str(resources.files("chuandao.examples").joinpath("qinghe")))
"""Qinghe City (清河市), fictional: one policy from the city to its villages."""
