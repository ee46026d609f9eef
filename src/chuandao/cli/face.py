"""What every command shares: the user's language, errors in two lines, progress, writing files."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from chuandao.errors import ChuandaoError, Place, Problem, UsageError
from chuandao.messages import is_known, language_of, render

MENDABLE = 1
USAGE = 2

Language = Annotated[
    str, typer.Option("--lang", help="zh-Hans, zh-Hant, en; by default the system's language.")
]
JsonFile = Annotated[
    str,
    typer.Option("--json", metavar="FILE", help="Write the result as JSON (- = standard output)."),
]

_WIDTH = None if sys.stdout.isatty() else 120  # a pipe has no width of its own
out = Console(highlight=False, soft_wrap=True, width=_WIDTH)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def wanted(language: str) -> str:
    """Return the language to speak: the option, else CHUANDAO_LANG, else the system's.

    An option that names no language of the product ends the command with exit code 2.
    """
    if language and not is_known(language):
        report(Problem("language_unknown", "fatal", parameters={"wish": language}), _spoken())
        raise typer.Exit(USAGE)
    return language_of(language) if language else _spoken()


def _spoken() -> str:
    """Return the language of the environment."""
    names = [os.environ.get(n, "") for n in ("CHUANDAO_LANG", "LC_ALL", "LANG")]
    return language_of(next((name for name in names if name), ""))


def say(code: str, language: str, **parameters: object) -> None:
    """Print a message of the catalogue to standard output."""
    out.print(render(code, language, **parameters), markup=False)


@contextmanager
def mendable(language: str) -> Iterator[None]:
    """Turn an error that the user can mend into two lines and exit code 1 (usage: 2)."""
    try:
        yield
    except UsageError as error:
        report(error.problem, language)
        raise typer.Exit(USAGE) from None
    except ChuandaoError as error:
        report(error.problem, language)
        raise typer.Exit(MENDABLE) from None
    except OSError as error:
        problem = _of_system(error)
        report(problem, language)
        raise typer.Exit(MENDABLE) from None
    except KeyboardInterrupt:
        err.print(render("cli.interrupted", language), markup=False)
        raise typer.Exit(130) from None


def report(problem: Problem, language: str) -> None:
    """Print a problem and what to do about it to standard error."""
    err.print(problem.render(language), markup=False)
    if hint := problem.hint(language):
        err.print(f"  {hint}", markup=False)


def write_json(result: object, target: str) -> None:
    """Write a result as JSON to a file, or to standard output for ``-``."""
    words = json.dumps(result, ensure_ascii=False, indent=1)
    if target == "-":
        sys.stdout.write(words + "\n")
    else:
        write_file(Path(target), (words + "\n").encode())


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: under a temporary name, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    fresh.replace(path)


@contextmanager
def progress(code: str, files: Sequence[Path], language: str) -> Iterator[Callable[[Path], None]]:
    """Show progress over some files on standard error; yields what to call after each."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(render(code, language), total=len(files))

        def advance(_: Path) -> None:
            """Count one more; a folder or archive holds more than was named."""
            done = bar.tasks[0].completed + 1
            bar.update(task, completed=done, total=max(len(files), done))

        yield advance


def _of_system(error: OSError) -> Problem:
    codes: dict[type[OSError], str] = {
        FileNotFoundError: "file_not_found",
        PermissionError: "no_permission",
        IsADirectoryError: "is_folder",
    }
    place = Place(str(error.filename or ""))
    reason = error.strerror or type(error).__name__
    return Problem(codes.get(type(error), "system_error"), "fatal", place, {"reason": reason})
