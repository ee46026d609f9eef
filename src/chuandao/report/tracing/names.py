"""What documents are called on a page: by title, else by the name of their file."""

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath


def shown_names(documents: Iterable[tuple[str, str, str]]) -> list[str]:
    """Return a name for each (title, file, code).

    A file stands without its folders, unless another document would then be called the same.

    Examples
    --------
    >>> shown_names([("关于节水的通知", "a/1.doc", "1"), ("", "a/2.doc", "2"), ("", "", "3")])
    ['关于节水的通知', '2.doc', '3']
    >>> shown_names([("", "a/2.doc", "2"), ("", "b/2.doc", "2~2")])
    ['a/2.doc', 'b/2.doc']
    """
    held = list(documents)
    short = [title or PurePath(file).name or code for title, file, code in held]
    often = Counter(short)
    return [
        file if often[name] > 1 and not title and file else name
        for name, (title, file, _) in zip(short, held, strict=True)
    ]
