"""Many files read at once by processes of their own; each gives a text or a clear word why not."""

import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from chuandao.errors import DocumentError, Place, Problem
from chuandao.sources.documents.expand import Source, source_of
from chuandao.sources.documents.extracted import Extracted
from chuandao.sources.documents.isolation.pool import Pool
from chuandao.sources.documents.isolation.wire import Frame, to_extracted, to_problem

_MOST_JOBS = 8
_AHEAD = 256
_LOOK = 32
_WORTH_ANOTHER = 4


@dataclass(frozen=True)
class Reading:
    """What became of one file: either a text or a problem.

    Attributes
    ----------
    source : Source
    extracted : Extracted or None
    problem : Problem or None
        Why it was not read, placed at the file's name as the user sees it.
    duplicate_of : str
        The name of the first file of the batch with the same bytes; empty where it is the first.
    """

    source: Source
    extracted: Extracted | None = None
    problem: Problem | None = None
    duplicate_of: str = ""


@dataclass(eq=False)
class _Item:
    source: Source
    reading: Reading | None = None
    is_archive: bool = False


def read_documents(
    files: Iterable[Path | Source],
    jobs: int | None = None,
    *,
    open_archives: bool = True,
    after_each: Callable[[Source], None] = lambda _: None,
    on_note: Callable[[Problem], None] = lambda _: None,
) -> Iterator[Reading]:
    """Yield what became of each file, in the order given; an archive gives one for each member.

    Each file is read by another process with limits of time and memory: one that hangs, crashes
    or swells is listed, and the rest goes on. Files with the same bytes are read once. A batch
    may be left at any time: the processes end with it and leave nothing behind.

    Parameters
    ----------
    files : iterable of Path or Source
        Files; folders are for `expand`.
    jobs : int, optional
        How many processes; by default one a processor.
    open_archives : bool
        Whether an archive stands for its members; else it is one file that is not read.
    after_each : callable
        Called with the source of each file once it is read.
    on_note : callable
        Called with what the user should know: files passed over in an archive.

    Raises
    ------
    DocumentError
        ``reading_impossible``: no process can be started here.

    Examples
    --------
    >>> [reading] = read_documents([Path("no-such-file.docx")])
    >>> reading.problem.code
    'file_not_found'
    """
    sources = [file if isinstance(file, Source) else source_of(file) for file in files]
    with Pool[_Item](jobs or min(os.cpu_count() or 1, _MOST_JOBS)) as pool:
        for reading in _Batch(sources, pool, on_note, open_archives=open_archives).readings():
            after_each(reading.source)
            yield reading


def read_document(path: Path) -> Extracted:
    """Return the text of one document file, told by its content and never by its name.

    It is opened by another process with limits of time and memory: a file that was made to harm
    does no harm here.

    Parameters
    ----------
    path : Path

    Raises
    ------
    DocumentError
        It cannot be read, must not be read (``graded_document``) or is not whole enough
        (``unreadable_text``). Nothing of it is kept.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "通知.doc")
    >>> _ = file.write_bytes("关于做好防汛工作的通知".encode("gb18030"))
    >>> found = read_document(file)
    >>> found.text, found.format, found.encoding
    ('关于做好防汛工作的通知', 'txt', 'gb18030')
    """
    with Pool[Source](1) as pool:
        source = Source(path, path.name)
        pool.ask(source, _request(source))
        _, frame = pool.answer()
    if "extracted" in frame:
        return to_extracted(frame["extracted"])
    if "members" in frame:
        raise DocumentError("not_read_archive", Place(path.name))
    problem = to_problem(frame["problem"])
    raise DocumentError(problem.code, problem.place, **problem.parameters)


class _Batch:
    """Asks the pool, puts answers in order, and knows which bytes were read already."""

    def __init__(
        self,
        sources: Iterable[Source],
        pool: Pool[_Item],
        on_note: Callable[[Problem], None],
        *,
        open_archives: bool,
    ) -> None:
        self._pool = pool
        self._on_note = on_note
        self._open_archives = open_archives
        self._order = deque(_Item(source) for source in sources)
        self._todo = deque(self._order)
        self._to_come = Counter(item.source.size for item in self._order)
        self._reading: Counter[int] = Counter()
        self._done = 0
        self._first: dict[str, str] = {}
        self._kept: dict[int, dict[str, Reading]] = {}

    def readings(self) -> Iterator[Reading]:
        while self._order:
            head = self._order[0]
            if head.is_archive:
                self._order.popleft()
            elif head.reading:
                self._order.popleft()
                self._done -= 1
                yield head.reading
            else:
                self._feed()
                self._take(*self._pool.answer())

    def _feed(self) -> None:
        while self._todo and self._pool.has_room:
            if self._pool.asked and self._done >= _AHEAD:
                return
            item = self._next()
            if item is None:
                return
            known = [*self._kept.get(item.source.size, ())]
            self._reading[item.source.size] += 1
            grow = len(self._todo) >= _WORTH_ANOTHER
            self._pool.ask(item, _request(item.source, known), grow=grow)

    def _next(self) -> _Item | None:
        """Take the next file; one of the size of a file being read waits: it may be the same."""
        for place in range(min(_LOOK, len(self._todo))):
            item = self._todo[place]
            if not item.source.size or not self._reading[item.source.size]:
                del self._todo[place]
                return item
        return None

    def _take(self, item: _Item, frame: Frame) -> None:
        size = item.source.size
        self._reading[size] -= 1
        self._to_come[size] -= 1
        if "members" in frame and self._open_archives:
            self._open(item, frame)
            return
        item.reading = self._reading_of(item.source, frame)
        self._done += 1
        if not self._to_come[size]:
            self._kept.pop(size, None)

    def _open(self, archive: _Item, frame: Frame) -> None:
        """Put the members of an archive in its place."""
        above = archive.source
        items = [
            _Item(
                Source(
                    above.path,
                    f"{above.name}/{member['name']}",
                    (*above.indices, member["index"]),
                    member["size"],
                    f"{above.inside}/{member['name']}".lstrip("/"),
                )
            )
            for member in frame["members"]
        ]
        if frame["skipped"]:
            count = {"count": frame["skipped"]}
            self._on_note(Problem("files_passed_over", "note", Place(above.name), count))
        if not items:
            problem = Problem("archive_empty", "fatal", Place(above.name))
            archive.reading = Reading(above, problem=problem)
            self._done += 1
            return
        archive.is_archive = True
        place = self._order.index(archive)
        for item in reversed(items):
            self._order.insert(place + 1, item)
        self._todo.extendleft(reversed(items))
        self._to_come.update(item.source.size for item in items)

    def _reading_of(self, source: Source, frame: Frame) -> Reading:
        if same := frame.get("same"):
            return _again(self._kept[source.size][same], source, self._first[same])
        digest = str(frame.get("hash", ""))
        found = _reading(source, frame)
        first = self._first.setdefault(digest, source.name) if digest else source.name
        if digest and self._to_come[source.size]:
            self._kept.setdefault(source.size, {})[digest] = found
        return found if first == source.name else _again(found, source, first)


def _reading(source: Source, frame: Frame) -> Reading:
    if "members" in frame:
        return Reading(source, problem=Problem("not_read_archive", "fatal", Place(source.name)))
    if "extracted" in frame:
        return Reading(source, extracted=to_extracted(frame["extracted"]))
    problem = to_problem(frame["problem"])
    return Reading(source, problem=replace(problem, place=replace(problem.place, file=source.name)))


def _again(first: Reading, source: Source, name: str) -> Reading:
    """Return the reading of a file whose bytes were read before under another name."""
    problem = first.problem
    if problem:
        problem = replace(problem, place=replace(problem.place, file=source.name))
    return Reading(source, _renamed(first.extracted, source, name), problem, duplicate_of=name)


def _renamed(extracted: Extracted | None, source: Source, first: str) -> Extracted | None:
    if extracted is None:
        return None
    file = source.file
    notes = (replace(note, place=replace(note.place, file=file)) for note in extracted.notes)
    told = Problem("same_as_another", "note", Place(file), {"first": first})
    return replace(extracted, file=file, notes=(*notes, told))


def _request(source: Source, known: Iterable[str] = ()) -> Frame:
    return {
        "path": os.path.abspath(source.path),  # noqa: PTH100 - the reader stands elsewhere
        "indices": list(source.indices),
        "name": source.file,
        "known": list(known),
    }
