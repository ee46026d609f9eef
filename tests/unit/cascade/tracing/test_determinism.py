"""The same inputs give the same bytes, whatever the order of documents and the threads."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import chuandao as cd

SCRIPT = """
import json, sys
from pathlib import Path
from chuandao.cascade.tracing.from_files import trace_files
from chuandao.cascade.tracing.frames import trace_frames
from chuandao.cascade.tracing.record import trace_json
from chuandao.store.lake import write_tables
root, lower, out = map(Path, sys.argv[1:])
found = trace_files(root, [lower])
write_tables(out / "tables", trace_frames(found.traced), {"verb": "trace"})
(out / "trace.json").write_text(json.dumps(trace_json(found.traced), ensure_ascii=False))
"""
DOCUMENTS = Path(str(cd.examples.qinghe)) / "documents"


def contents(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder): path.read_bytes() for path in files}


def run(out, threads, seed):
    out.mkdir()
    known = {"POLARS_MAX_THREADS": threads, "PYTHONHASHSEED": seed}
    files = [str(DOCUMENTS / "city-18.docx"), str(DOCUMENTS / "yongning-14.txt"), str(out)]
    subprocess.run([sys.executable, "-c", SCRIPT, *files], check=True, env=os.environ | known)
    return contents(out)


def test_threads_and_hash_seeds_change_no_byte(tmp_path):
    assert run(tmp_path / "one", "1", "1") == run(tmp_path / "two", "2", "2")


KEPT = ("city-18", "yongning-14", "yongning-mt4", "taoyuan-7", "gudu-5", "guoyuan-n4")


def write_case(folder, seed):
    """Write the branch of the example case under one county, the rows of every table shuffled."""
    shutil.copytree(cd.examples.qinghe, folder)
    for path in sorted(folder.glob("*.csv")):
        heading, *rows = path.read_text("utf-8").splitlines()
        if path.name == "documents.csv":
            rows = [row for row in rows if row.split(",")[0] in KEPT]
        random.Random(seed).shuffle(rows)  # noqa: S311
        path.write_text("\n".join([heading, *rows]) + "\n", "utf-8")
    return cd.read(folder)


def test_the_order_of_rows_changes_no_byte(tmp_path):
    traces = [cd.trace(write_case(tmp_path / name, seed)) for name, seed in (("a", 1), ("b", 2))]
    for number, trace in enumerate(traces):
        trace.save(tmp_path / f"out{number}")
    assert contents(tmp_path / "out0") == contents(tmp_path / "out1")
    assert traces[0].to_json() == traces[1].to_json()
