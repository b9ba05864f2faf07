"""Writes Tests/Fixtures/metrics/rankings.json: metrics of random rankings by the textbook, one user at a time.

Run with a Python that has numpy: python Tests/References/make_rankings.py
"""

import json
import math
import pathlib

import numpy as np

SEED = 11
DEPTH = 10


def ranked(scores, known):
    """Items from 1 that are not known, the best first; of equal ones the smaller number."""
    items = [item for item in range(1, len(scores)) if item not in known]
    return sorted(items, key=lambda item: (-scores[item], item))


def of_user(ranking, wanted, unranked):
    """The metrics of one user; wanted items that cannot be ranked are never found."""
    relevant = len(wanted) + unranked
    gains = [1 if item in wanted else 0 for item in ranking]
    first = gains[:DEPTH]
    dcg = sum(gain / math.log2(place + 2) for place, gain in enumerate(first))
    ideal = sum(1 / math.log2(place + 2) for place in range(min(relevant, DEPTH)))
    precisions = [sum(first[: place + 1]) / (place + 1) for place, gain in enumerate(first) if gain]
    return {
        "hit_rate@10": 1.0 if any(first) else 0.0,
        "ndcg@10": dcg / ideal,
        "recall@10": sum(first) / relevant,
        "precision@10": sum(first) / DEPTH,
        "map@10": sum(precisions) / min(relevant, DEPTH),
        "mrr": 1 / (gains.index(1) + 1) if any(gains) else 0.0,
    }


def case(rng, items, users, levels, most):
    popularity = np.concatenate([[0], np.sort(rng.geometric(0.08, size=items) - 1)[::-1]])
    said, metrics, shown = [], [], []
    for _ in range(users):
        scores = rng.normal(size=items + 1)
        if levels:
            scores = np.round(scores * levels) / levels  # ties
        scores = scores.astype(np.float32)
        chosen = rng.permutation(np.arange(1, items + 1))
        known = chosen[: rng.integers(0, items // 3)].tolist()
        wanted = chosen[len(known) : len(known) + rng.integers(0, most + 1)].tolist()
        unranked = int(rng.integers(0, 3))
        said.append({"scores": scores.tolist(), "known": known, "wanted": wanted, "unranked": unranked})
        if not wanted and not unranked:
            continue
        ranking = ranked(scores, set(known))
        metrics.append(of_user(ranking, set(wanted), unranked))
        shown.append(ranking[:DEPTH])
    expected = {name: float(np.mean([user[name] for user in metrics])) for name in metrics[0]}
    all_shown = [item for items in shown for item in items]
    trained = [item for item, count in enumerate(popularity) if count > 0]
    expected["coverage@10"] = len(set(all_shown) & set(trained)) / len(trained)
    expected["average_popularity@10"] = float(np.mean([popularity[item] for item in all_shown]))
    return {"popularity": popularity.tolist(), "users": said, "expected": expected}


def main():
    rng = np.random.default_rng(SEED)
    fixture = {
        "made_by": f"make_rankings.py, seed {SEED}, numpy {np.__version__}",
        "cases": [
            case(rng, 40, 12, None, 5), case(rng, 25, 15, 1, 3), case(rng, 60, 6, 2, 25),
            case(rng, 7, 8, 1, 3),
        ],
    }
    path = pathlib.Path(__file__).parent.parent / "Fixtures" / "metrics" / "rankings.json"
    path.write_text(json.dumps(fixture, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
