"""How fast a city's policies are traced, policy by policy, the way a user traces a large case.

    python benchmarks/bench_city_trace.py                  4 policies at full size, two processes
    python benchmarks/bench_city_trace.py --policies 10    more of them
    python benchmarks/bench_city_trace.py --share 0.1      each with a tenth of its lower tiers

The city is made by `city_documents` (which says what is assumed of copies and rewordings), written
as a case of text files and traced by `chuandao.cascade.tracing.policies.trace_policies`: reading,
understanding, links, labels, statuses, result tables on disk. Printed: documents and clauses a
second of wall time, CPU seconds of all processes, the greatest memory of a process, and how long
200 policies (430,000 documents) take on two processors if all are like these.
"""

import argparse
import csv
import resource
import tempfile
import time
from pathlib import Path

import chuandao as cd
from chuandao.cascade.tracing.policies import PolicyTrace, trace_policies
from city_documents import COUNTIES, TOWNSHIPS, VILLAGES, Made, city

WHOLE = 430_000
SEED = 20261125
CODES = {"county": "11{:02}", "township": "12{:03}", "village": "13{:04}"}


def main() -> None:
    """Make the city, trace it and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--policies", type=int, default=4)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        policies = list(city(asked.policies, SEED, asked.share))
        write_case(Path(folder, "case"), policies)
        measure(Path(folder), asked.jobs)


def measure(folder: Path, jobs: int) -> None:
    """Trace a case and print figures."""
    case = cd.read(folder / "case")
    start, before = time.perf_counter(), cpu()
    done = trace_policies(case, folder / "out", jobs=jobs, after_each=told)
    wall, spent = time.perf_counter() - start, cpu() - before
    documents, clauses = (
        sum(getattr(one, name) for one in done) for name in ("documents", "clauses")
    )
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{len(done)} policies, {documents} documents, {clauses} clauses, {jobs} processes")
    print(
        f"   wall {wall:.1f} s: {documents / wall:.0f} documents/s, {clauses / wall:.0f} clauses/s"
    )
    print(f"   CPU {spent:.1f} s: {1000 * spent / documents:.2f} ms a document")
    print(f"   greatest memory of a process {peak / 1024:.0f} MB")
    for name, seconds in (("wall", wall * jobs / 2), ("CPU over two processors", spent / 2)):
        print(f"   {WHOLE} documents, {name}: {WHOLE / documents * seconds / 60:.1f} minutes")
    start = time.perf_counter()
    again = trace_policies(case, folder / "out", jobs=1)
    kept, spent = all(one.kept for one in again), time.perf_counter() - start
    print(f"   again, all kept ({kept}): {spent:.1f} s")


def told(one: PolicyTrace) -> None:
    """Print what became of a policy."""
    print(f"   {one.name}: {one.documents} documents, {one.clauses} clauses, {one.links} links")


def cpu() -> float:
    """Return the CPU seconds of this process and of those it waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def write_case(folder: Path, policies: list[list[Made]]) -> None:
    """Write policies as a case: units, documents with their parents, a text file each."""
    (folder / "documents").mkdir(parents=True)
    units = [("100000", "清河市", 0, "")]
    units += [(code("county", at), f"第{at}县", 1, "100000") for at in range(COUNTIES)]
    units += [
        (code("township", at), f"第{at}镇", 2, code("county", at % COUNTIES))
        for at in range(TOWNSHIPS)
    ]
    units += [
        (code("village", at), f"第{at}村", 3, code("township", at % TOWNSHIPS))
        for at in range(VILLAGES)
    ]
    rows = [
        (one.id, f"documents/{one.id}.txt", _unit(one), one.parent)
        for policy in policies
        for one in policy
    ]
    for policy in policies:
        for one in policy:
            (folder / "documents" / f"{one.id}.txt").write_text(one.text, encoding="utf-8")
    write(folder / "units.csv", ("unit", "name", "tier", "parent"), units)
    write(folder / "documents.csv", ("document", "file", "unit", "implements"), rows)


def _unit(one: Made) -> str:
    return "100000" if one.tier == "city" else code(one.tier, int(one.id.rpartition("-")[2]))


def code(tier: str, at: int) -> str:
    """Return the code of a unit."""
    return CODES[tier].format(at)


def write(path: Path, names: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """Write a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([names, *rows])


if __name__ == "__main__":
    main()
