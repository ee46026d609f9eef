"""`chuandao doctor`: what of this machine chuandao needs or can use, and what is missing."""

import shutil
import sys
from collections.abc import Iterable
from importlib.util import find_spec

import typer
from rich.table import Table

from chuandao.cli.face import MENDABLE, Language, out, say, wanted
from chuandao.messages import LANGUAGES, codes, render

_PYTHON = (3, 11)
_NEEDED = ("polars", "numpy", "scipy", "lxml", "openpyxl", "docx", "opencc", "trafilatura")
_OPTIONAL = {"libreoffice": ("libreoffice", "soffice"), "tesseract": ("tesseract",)}
_EXTRAS = {"semantic": ("onnxruntime", "tokenizers", "model2vec")}
_LEAST_DISK = 500_000_000


def doctor(lang: Language = "") -> None:
    """Look at this machine: Python, packages, optional programs, disk, messages."""
    language = wanted(lang)
    rows = list(_rows(language))
    table = Table(box=None, pad_edge=False, show_header=False)
    for _, *cells in rows:
        table.add_row(*cells)
    out.print(table)
    faults = sum(not sound for sound, *_ in rows)
    say("doctor.sound" if not faults else "doctor.faults", language, count=faults)
    if faults:
        raise typer.Exit(MENDABLE)


def _rows(language: str) -> Iterable[tuple[bool, str, str, str]]:
    def row(*, sound: bool, what: str, told: str, mend: str = "") -> tuple[bool, str, str, str]:
        sign = render("doctor.good" if sound else "doctor.bad", language)
        return sound, sign, render(what, language), told if sound or not mend else f"{told} {mend}"

    version = ".".join(map(str, sys.version_info[:3]))
    yield row(sound=sys.version_info >= _PYTHON, what="doctor.python", told=version)
    missing = [name for name in _NEEDED if find_spec(name) is None]
    told = ", ".join(missing) or str(len(_NEEDED))
    yield row(sound=not missing, what="doctor.packages", told=told)
    words = [len(codes()) for _ in LANGUAGES]
    yield row(sound=bool(words[0]), what="doctor.messages", told=str(words[0]))
    free = shutil.disk_usage(".").free
    yield row(sound=free > _LEAST_DISK, what="doctor.disk", told=f"{free / 1e9:.1f} GB")
    for name, commands in _OPTIONAL.items():
        place = next((found for c in commands if (found := shutil.which(c))), "")
        absent = render("doctor.absent", language)
        yield row(sound=True, what=f"doctor.{name}", told=place or absent)
    for extra, packages in _EXTRAS.items():
        lacking = [name for name in packages if find_spec(name) is None]
        absent = render("doctor.extra_absent", language, packages=", ".join(lacking))
        told = absent if lacking else ", ".join(packages)
        yield row(sound=True, what=f"doctor.{extra}", told=told)
