"""`chuandao trace CASE --policies`: a large case, policy by policy, by several processes."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from chuandao.cli.face import progress, report, say
from chuandao.errors import Place, UsageError

if TYPE_CHECKING:
    from chuandao.cascade.tracing.policies import PolicyTrace


def trace_by_policy(
    path: Path,
    lowers: list[Path],
    target: str,
    jobs: int,
    language: str,
    unused: Sequence[str],
) -> None:
    """Trace the policies of a case into a folder; what it holds already is not traced again.

    ``unused``: other options that were given and do not go with it.
    """
    from chuandao.cascade.case import read
    from chuandao.cascade.tracing.policies import policies_of, trace_policies

    if lowers:
        raise UsageError("policies_no_lowers", Place(str(path)))
    if unused:
        raise UsageError("policies_without", Place(str(path)), options=", ".join(unused))
    if not target:
        raise UsageError("policies_need_out", Place(str(path)))
    case = read(path)
    names = [Path(policy.name) for policy in policies_of(case)]
    with progress("cli.tracing_policies", names, language) as advance:
        found = trace_policies(
            case, Path(target), jobs=jobs or None, after_each=lambda one: advance(one.folder)
        )
    for one in found:
        if one.problem:
            report(one.problem, language)
    _tell(found, target, language)


def _tell(found: "tuple[PolicyTrace, ...]", target: str, language: str) -> None:
    counts = {
        name: sum(getattr(one, name) for one in found)
        for name in ("kept", "documents", "clauses", "links")
    }
    done = sum(one.problem is None for one in found)
    say("cli.policies_done", language, count=done, path=Path(target).resolve(), **counts)
