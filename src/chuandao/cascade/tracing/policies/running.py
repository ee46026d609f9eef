"""Policies traced by several processes: what is done is kept, and what is kept is not redone."""

import gc
import hashlib
import json
import os
import re
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from chuandao.cascade.case import Case, read
from chuandao.cascade.tracing.policies.grouping import Policy, part_of, policies_of
from chuandao.cascade.tracing.trace import trace
from chuandao.errors import ChuandaoError, Problem
from chuandao.store.lake import FACTS, write_tables

_MOST_JOBS = 8
_AHEAD = 2  # policies that wait at each process
_RARELY = (200_000, 50, 50)  # garbage is looked for seldom: a trace makes next to none
_NAME = re.compile(r"[^\w.-]")


@dataclass(frozen=True)
class PolicyTrace:
    """What became of one policy: the folder of its tables, and how much was traced.

    ``kept``: it had been traced before, of the same inputs, and was left as it is.
    ``problem``: why there is none.
    """

    name: str
    folder: Path
    documents: int = 0
    clauses: int = 0
    links: int = 0
    unread: int = 0
    kept: bool = False
    problem: Problem | None = None


def trace_policies(
    case: Case,
    folder: Path,
    *,
    jobs: int | None = None,
    after_each: Callable[[PolicyTrace], None] = lambda _: None,
) -> tuple[PolicyTrace, ...]:
    """Return what became of the policies of a case, each traced apart, its tables in a folder.

    Memory is bounded by one policy a process. An interruption loses only the policies at work:
    those that are whole stand in the folder, and are not traced again as long as the case, the
    version and the documents are the same. How many processes there are changes no byte.

    Parameters
    ----------
    case : Case
        Its table ``documents`` declares the parents (see `policies_of`).
    folder : Path
        Every policy gets a folder in it, with result tables and ``run.json``.
    jobs : int, optional
        How many processes; by default one a processor, at most eight.
    after_each : callable
        Called with every policy once it is done, in the order in which they are.

    Raises
    ------
    UsageError
        ``policies_undeclared``: the policies cannot be told from the table ``documents``.
    """
    policies = policies_of(case)
    count = min(jobs or min(os.cpu_count() or 1, _MOST_JOBS), len(policies))
    done = _alone if count <= 1 else _together
    found = {}
    for one in done(case, policies, folder, count):
        found[one.name] = one
        after_each(one)
    return tuple(found[policy.name] for policy in policies)


def _alone(case: Case, policies: Sequence[Policy], folder: Path, _: int) -> Iterator[PolicyTrace]:
    for policy in policies:
        yield _traced(case, policy, folder)


def _together(
    case: Case, policies: Sequence[Policy], folder: Path, jobs: int
) -> Iterator[PolicyTrace]:
    """Yield the traces of policies as processes of their own finish them."""
    context = get_context("spawn")
    start = (str(case.path),)
    pool = ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=start)
    waiting: set[Future[PolicyTrace]] = set()
    try:
        for policy in policies:
            waiting.add(pool.submit(_one, policy, str(folder)))
            while len(waiting) >= jobs * _AHEAD:
                finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in finished)
        while waiting:
            finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in finished)
    except BaseException:
        _stop(pool)
        raise
    pool.shutdown()


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the processes at once: what they were at was not kept yet."""
    for process in list((pool._processes or {}).values()):  # noqa: SLF001
        process.terminate()
    pool.shutdown(wait=False, cancel_futures=True)


_HELD: list[Case] = []


def _begin(path: str) -> None:
    """Read the case once a process; an interruption is the first process's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*_RARELY)
    _HELD[:] = [read(path)]


def _one(policy: Policy, folder: str) -> PolicyTrace:
    return _traced(_HELD[0], policy, Path(folder))


def _traced(case: Case, policy: Policy, folder: Path) -> PolicyTrace:
    target = folder / _NAME.sub("_", policy.name)
    part = part_of(case, policy)
    facts = _facts(part, policy)
    if known := _kept(target, facts):
        return known
    try:
        found = trace(part)
    except ChuandaoError as error:
        return PolicyTrace(policy.name, target, problem=error.problem)
    counts = (
        len(found.documents),
        sum(len(document.clauses) for document in found.documents),
        sum(link.rank == 1 for link in found.traced.links),
        len(found.unread),
    )
    named = dict(zip(("documents", "clauses", "links", "unread"), counts, strict=True))
    write_tables(target, found.tables, {**facts, "counts": named})
    return PolicyTrace(policy.name, target, *counts)


def _facts(part: Case, policy: Policy) -> dict[str, object]:
    from chuandao import __version__

    documents = hashlib.sha256("\n".join(policy.documents).encode()).hexdigest()
    return {
        "verb": "trace",
        "version": __version__,
        "fingerprint": part.fingerprint,
        "policy": policy.name,
        "documents": documents,
    }


def _kept(target: Path, facts: dict[str, object]) -> PolicyTrace | None:
    """Return the trace that a folder holds, if it is of these very inputs."""
    if not (target / FACTS).exists():
        return None
    held = json.loads((target / FACTS).read_text(encoding="utf-8"))
    if any(held.get(name) != value for name, value in facts.items()):
        return None
    return PolicyTrace(str(facts["policy"]), target, **held["counts"], kept=True)
