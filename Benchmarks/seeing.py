"""What maps of learned vectors are true of, beside 1,000 shuffles: python3 Benchmarks/seeing.py [films words airports]

Trains with the command's defaults on ../shared/data and reads the vectors back. Needs numpy.
"""
import csv
import gzip
import io
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
CONDENSE = ROOT / ".build" / "release" / "condense"
DATA = pathlib.Path(os.environ.get("CONDENSE_DATA", ROOT.parent / "shared" / "data"))
SHUFFLES = 1000
random = np.random.default_rng(1)

# Chosen before any vector of them was looked at.
GOOD = (
    "excellent wonderful superb brilliant fantastic amazing perfect beautiful great masterpiece touching "
    "outstanding delightful charming gripping enjoyable memorable hilarious terrific magnificent favorite "
    "loved marvelous powerful captivating refreshing engaging moving splendid stunning witty heartwarming "
    "unforgettable flawless best remarkable incredible finest inspiring superbly brilliantly beautifully "
    "wonderfully perfectly impressive solid fun entertaining compelling rewarding "
).split()
BAD = (
    "awful terrible horrible bad worst boring dull waste poor lame stupid pathetic ridiculous "
    "disappointing mess annoying garbage crap laughable unwatchable dreadful atrocious lousy mediocre "
    "pointless tedious predictable weak disappointment fails failed poorly badly horribly unfunny "
    "uninspired forgettable painful insulting avoid wasted cheap bland lifeless amateurish incoherent "
    "ludicrous trash rubbish wooden "
).split()


def run(*words):
    return subprocess.run([CONDENSE, *words], capture_output=True, text=True, check=True).stdout


def vectors(model, column):
    rows = list(csv.reader(io.StringIO(run("vectors", model, column))))[1:]
    return ([row[0] for row in rows], np.array([int(row[1] or 0) for row in rows]),
            np.array([[float(x) for x in row[2:]] for row in rows]))


def ranks(values):
    return np.argsort(np.argsort(values)).astype(float)


def beside(value, shuffled):
    """The mean of a figure over shuffles, and how many of them reach its value."""
    others = [shuffled() for _ in range(SHUFFLES)]
    return np.mean(others), (1 + sum(other >= value for other in others)) / (1 + SHUFFLES)


def films(folder):
    data, model = DATA / "ratings" / "train.csv.gz", folder / "films.condense"
    run("train", data, "--recommend", "--user", "userId", "--item", "movieId", "--rating", "rating", "-o", model)
    names, counts, rows = vectors(model, "movieId")
    genres = {row["movieId"]: set(row["genres"].split("|")) for row in csv.DictReader(gzip.open(data, "rt"))}
    kept = [i for i, name in enumerate(names) if name in genres and counts[i] >= 10]
    rows = rows[kept] / np.linalg.norm(rows[kept], axis=1, keepdims=True)
    alike = rows @ rows.T
    np.fill_diagonal(alike, -9)
    nearest = np.argsort(-alike, 1)[:, :10]
    for genre in sorted(set().union(*(genres[names[i]] for i in kept))):
        has = np.array([genre in genres[names[i]] for i in kept], float)
        if has.sum() < 20:
            continue

        def share(has):
            return has[nearest][has > 0].mean()

        chance, p = beside(share(has), lambda: share(random.permutation(has)))
        print(f"{genre}: {int(has.sum())} films, {share(has):.3f} of the 10 nearest share it, {chance:.3f} by chance,"
              f" p {p:.3f}")


def words(folder):
    model = folder / "reviews.condense"
    run("train", DATA / "reviews" / "train.csv.gz", "--predict", "label", "-o", model)
    names, _, rows = vectors(model, "text")
    place = {name: i for i, name in enumerate(names)}
    good, bad = ([place[word] for word in list if word in place] for list in (GOOD, BAD))
    rows = rows - rows.mean(0)
    _, sizes, axes = np.linalg.svd(rows, full_matrices=False)
    values = (rows @ axes[0])[good + bad]
    labels = np.array([1.0] * len(good) + [0.0] * len(bad))

    def area(labels):
        count = labels.sum()
        sum_ = (ranks(values) + 1)[labels > 0].sum() - count * (count + 1) / 2
        return abs(sum_ / (count * (len(labels) - count)) - 0.5) + 0.5

    _, p = beside(area(labels), lambda: area(random.permutation(labels)))
    print(f"the main axis explains {sizes[0] ** 2 / (sizes ** 2).sum():.3f}; AUC {area(labels):.4f} on {len(good)} and"
          f" {len(bad)} words, p {p:.3f}")


def airports(folder):
    model = folder / "flights.condense"
    run("train", DATA / "flights" / "train.csv.gz", "--predict", "late", "-o", model)
    names, counts, rows = vectors(model, "dest")
    known = {row["faa"]: row for row in csv.DictReader(open(DATA / "flights" / "airports.csv"))}
    kept = [i for i, name in enumerate(names) if name in known]
    lat, lon = (np.radians([float(known[names[i]][side]) for i in kept]) for side in ("lat", "lon"))
    half = (np.sin((lat[:, None] - lat) / 2) ** 2
            + np.cos(lat)[:, None] * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2)
    truths = {"kilometres": 2 * 6371 * np.arcsin(np.sqrt(half)),
              "difference of log traffic": abs(np.log(counts[kept])[:, None] - np.log(counts[kept]))}
    pairs = np.triu_indices(len(kept), 1)
    distance = ranks(np.sqrt(((rows[kept][:, None] - rows[kept]) ** 2).sum(2))[pairs])
    for name, truth in truths.items():
        def correlation(order):
            return np.corrcoef(distance, ranks(truth[order][:, order][pairs]))[0, 1]

        found = correlation(np.arange(len(kept)))
        _, p = beside(found, lambda: correlation(random.permutation(len(kept))))
        print(f"airports, {name}: rank correlation {found:.3f}, p {p:.3f}")


with tempfile.TemporaryDirectory() as temporary:
    for name in sys.argv[1:] or ["films", "words", "airports"]:
        {"films": films, "words": words, "airports": airports}[name](pathlib.Path(temporary))
