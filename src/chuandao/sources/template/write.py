"""A folder to begin a case in: settings, workbook, a place for the documents."""

from pathlib import Path

from chuandao.errors import Place, UsageError
from chuandao.messages import language_of, render
from chuandao.sources.template.marks import README
from chuandao.sources.template.workbook import workbook_bytes

_SETTINGS = (
    ("name", 'name = "{name}"'),
    ("time_zone", 'time_zone = "Asia/Shanghai"'),
    ("mandate", '[mandate]\nbasis = ""\napprover = ""\nobjects = ""\nperiod = ""'),
    ("sources", '# [[sources]]\n# source = "inspection"\n# anchor = true\n# reliability = 0.8'),
    ("weights", "# [weights]\n# T01 = 10"),
    ("designs", '# [designs]\n# training = "staggered"'),
)


def write_template(path: Path, language: str) -> None:
    """Write a new case folder: ``case.toml``, ``case.xlsx`` and ``documents/``.

    Parameters
    ----------
    path : Path
        A folder that does not exist yet or is empty.
    language : str
        A language tag; the settings' comments, the sheets, headings, notes and lists are
        in this language. Any of them is read back.

    Raises
    ------
    UsageError
        ``folder_not_empty``, ``not_a_folder``, ``folder_not_writable``.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_template(folder, "zh-Hans")
    >>> sorted(file.name for file in folder.iterdir())
    ['case.toml', 'case.xlsx', 'documents']
    """
    language = language_of(language)
    files = {
        "case.toml": settings_text(path.resolve().name, language).encode(),
        "case.xlsx": workbook_bytes(language),
        f"documents/{README}": render("template.documents", language).encode(),
    }
    try:
        _check(path)
        (path / "documents").mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (path / name).write_bytes(data)
    except (OSError, ValueError) as error:
        raise UsageError("folder_not_writable", Place(str(path))) from error


def settings_text(name: str, language: str) -> str:
    """Return the text of ``case.toml`` with its comments.

    Examples
    --------
    >>> import tomllib
    >>> tomllib.loads(settings_text('the "first" case', "en"))["name"]
    'the "first" case'
    """
    escaped = "".join(_escape(sign) for sign in name)
    parts = [_comment(render("template.settings", language))]
    for code, words in _SETTINGS:
        explained = _comment(render(f"template.settings_{code}", language))
        parts.append(f"{explained}\n{words.replace('{name}', escaped)}")
    return "\n\n".join(parts) + "\n"


def _check(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise UsageError("not_a_folder", Place(str(path)))
    if path.is_dir() and any(path.iterdir()):
        raise UsageError("folder_not_empty", Place(str(path)))


def _comment(words: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in words.splitlines())


def _escape(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    return f"\\u{ord(sign):04X}" if not sign.isprintable() and ord(sign) <= _PLANE_END else sign


_PLANE_END = 0xFFFF
