"""Trains on each data set with defaults, flags naming roles only, seeds 1, 2, 3, and prints a table of test scores.

  python3 Benchmarks/scores.py [CASE ...] [--json FILE]

Data: ../shared/data beside the clone, and Fashion-MNIST from Debian's dataset-fashion-mnist. What is absent is
said and left out. Peers' figures were measured on the same files; `docs/decisions` and the README say how.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = ROOT / ".build" / "release" / "condense"
DATA = ROOT.parent / "shared" / "data"
IMAGES = pathlib.Path("/usr/share/datasets/fashion-mnist")
SEEDS = (1, 2, 3)
RECOMMEND = ["--recommend", "--user", "userId", "--item", "movieId"]

# Case: folder, flags, the figures to show, what to reach, what peers reach.
CASES = {
    "ratings": ("ratings", RECOMMEND + ["--rating", "rating"], ["rmse", "ndcg@10", "recall@10"],
                "RMSE 0.890", "SVD++ 0.893; ALS NDCG 0.259, recall 0.193; BPR 0.157, 0.131"),
    "ratings-last": ("ratings-last", RECOMMEND, ["hit_rate@10", "ndcg@10"],
                     "HR 0.072, NDCG 0.036", "ALS 0.0805, 0.0414; BPR 0.0656, 0.0339; popularity 0.042"),
    "ratings-last, --rating": ("ratings-last", RECOMMEND + ["--rating", "rating"], ["hit_rate@10", "ndcg@10"],
                               "HR above 0.042", "popularity 0.042"),
    "ratings-last, --order-by": ("ratings-last", RECOMMEND + ["--order-by", "timestamp"],
                                 ["hit_rate@10", "ndcg@10"], "HR 0.072, NDCG 0.036", "ALS 0.0805, 0.0414"),
    "Fashion-MNIST": (None, [], ["accuracy", "ece"], "accuracy 0.900", "MLP 0.883 to 0.886; boosting 0.898"),
    "flights": ("flights", ["--predict", "late"], ["auc", "log_loss", "ece"],
                "AUC 0.78, log loss 0.4684", "LightGBM AUC 0.7465, log loss 0.4684"),
    "flights-later": ("flights-later", ["--predict", "late", "--order-by", "date"], ["auc", "log_loss", "ece"],
                      "AUC 0.595, log loss 0.563", "LightGBM AUC 0.595, log loss 0.608"),
    "loans": ("loans", ["--predict", "interest_rate"], ["rmse", "mae"], "RMSE 3.65", "LightGBM 3.629, 2.768"),
    "ridership": ("ridership", ["--predict", "ridership", "--order-by", "date"], ["rmse", "mae"],
                  "RMSE 2.1", "LightGBM 2.137, 1.443"),
    "markets": ("markets", ["--predict", "DAX_next_return", "--order-by", "day"], ["rmse"],
                "RMSE 1.45", "zero 1.4377; LightGBM 1.4358"),
    "reviews": ("reviews", ["--predict", "label"], ["accuracy", "ece"], "accuracy 0.915",
                "fastText 0.899; NB-SVM 0.912"),
}


def files(folder):
    """The training and test operands of a case, each with its flags."""
    if folder:
        return [[str(DATA / folder / f"{part}.csv.gz")] for part in ("train", "test")]
    return [[str(IMAGES / f"{part}-images-idx3-ubyte.gz"), "--labels", str(IMAGES / f"{part}-labels-idx1-ubyte.gz")]
            for part in ("train", "t10k")]


def run(*words):
    done = subprocess.run([str(BINARY), *words, "--json"], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"condense {' '.join(words)}: {done.stderr.strip()}")
    return json.loads(done.stdout), done.stderr


def spread(values, digits=4):
    mean = sum(values) / len(values)
    return f"{mean:.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def main():
    arguments = sys.argv[1:]
    output = None
    if "--json" in arguments:
        place = arguments.index("--json")
        output = arguments[place + 1]
        del arguments[place:place + 2]
    unknown = [name for name in arguments if name not in CASES]
    if unknown:
        sys.exit(f"scores: no case '{unknown[0]}'; there are {', '.join(CASES)}")
    results = {}
    print("| case | on the test file, mean (range) of seeds 1, 2, 3 | at least | peers | seconds |")
    print("| --- | --- | --- | --- | --- |")
    for name in arguments or CASES:
        folder, flags, metrics, wanted, peers = CASES[name]
        train, test = files(folder)
        if not pathlib.Path(train[0]).exists():
            print(f"skipped: {name}, for there is no {train[0]}", file=sys.stderr)
            continue
        scores, seconds, remarks = {metric: [] for metric in metrics}, [], set()
        for seed in SEEDS:
            with tempfile.TemporaryDirectory() as place:
                model = f"{place}/model.condense"
                record, _ = run("train", *train, *flags, "--seed", str(seed), "-o", model)
                found = subprocess.run([str(BINARY), "summary", model], capture_output=True, text=True).stdout
                remarks |= {line for line in found.splitlines() if line.startswith("nothing was found")}
                evaluation, _ = run("evaluate", model, *test)
            seconds.append(record["seconds"])
            for metric in metrics:
                scores[metric].append(evaluation["metrics"][metric])
        results[name] = {"scores": scores, "seconds": seconds, "remarks": sorted(remarks)}
        shown = ", ".join(f"{metric} {spread(values)}" for metric, values in scores.items())
        print(f"| {name} | {shown} | {wanted} | {peers} | {spread(seconds, 0)} |", flush=True)
        for remark in sorted(remarks):
            print(f"| | “{remark}” | | | |", flush=True)
    if output:
        pathlib.Path(output).write_text(json.dumps(results, indent=1) + "\n")


main()
