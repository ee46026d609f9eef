"""What a supplied sentence model adds to the links, beside the words alone.

    python benchmarks/bench_semantic.py FOLDER [--only NAME]

FOLDER holds a model as `chuandao trace --semantic` takes it. No model is in the repository and none
is fetched, so this prints nothing without one.
"""

import argparse
import time

from bench_trace import Tally, count
from cascade_truth import Cascade, cascades
from chuandao.sources.models import SentenceModel, load_model


def measured(cascade: Cascade, model: SentenceModel | None) -> tuple[Tally, float]:
    """Return the scores of a cascade and the CPU seconds that tracing it took."""
    tally, start = Tally(), time.process_time()
    count(cascade, tally, model)
    return tally, time.process_time() - start


def main() -> None:
    """Measure and print, a line a cascade."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", default="", help="a sentence model")
    parser.add_argument("--only", default="", help="names that contain this")
    asked = parser.parse_args()
    if not asked.folder:
        print("not measured: give the folder of a sentence model")
        return
    model = load_model(asked.folder)
    print(f"model {model.name} {model.digest}")
    for cascade in cascades():
        if asked.only in cascade.name:
            for how, given in (("words alone", None), ("with the model", model)):
                tally, seconds = measured(cascade, given)
                print(f"{cascade.name:32} {how:15} links {tally.links}  {seconds:.1f} CPU s")


if __name__ == "__main__":
    main()
