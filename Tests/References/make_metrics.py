"""Writes Tests/Fixtures/metrics/scikit-learn.json: metrics of random predictions as scikit-learn has them.

Run with a Python that has numpy and scikit-learn: python Tests/References/make_metrics.py
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn import metrics

SEED = 7


def calibration_error(probabilities, targets, bins=15):
    """Rows in bins of equal count by the confidence of their top class."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == targets
    order = np.argsort(confidence, kind="stable")
    parts = [order[b * len(order) // bins : (b + 1) * len(order) // bins] for b in range(bins)]
    gaps = [abs(right[p].mean() - confidence[p].mean()) * len(p) for p in parts if len(p)]
    return float(sum(gaps) / len(order))


def of_classes(rng, rows, classes, levels=None):
    logits = rng.normal(size=(rows, classes)) * 1.5
    if levels:
        logits = np.round(logits * levels) / levels  # ties
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    probabilities = probabilities.astype(np.float32).astype(np.float64)
    targets = np.array([rng.choice(classes, p=row / row.sum()) for row in probabilities**0.7])
    predicted = probabilities.argmax(axis=1)
    average = "binary" if classes == 2 else "macro"
    labels = {} if classes == 2 else {"labels": list(range(classes))}
    expected = {
        "accuracy": metrics.accuracy_score(targets, predicted),
        "log_loss": float(-np.log(probabilities[np.arange(rows), targets]).mean()),
        "precision": metrics.precision_score(
            targets, predicted, average=average, zero_division=0, **labels),
        "recall": metrics.recall_score(targets, predicted, average=average, zero_division=0, **labels),
        "f1_macro": metrics.f1_score(
            targets, predicted, average="macro", labels=list(range(classes)), zero_division=0),
        "ece": calibration_error(probabilities, targets),
    }
    normalised = probabilities / probabilities.sum(axis=1, keepdims=True)
    assert abs(metrics.log_loss(targets, normalised, labels=range(classes)) - expected["log_loss"]) < 1e-6
    if classes == 2:
        expected["auc"] = metrics.roc_auc_score(targets, probabilities[:, 1])
    return {
        "classes": classes,
        "probabilities": probabilities.ravel().tolist(),
        "targets": targets.tolist(),
        "expected": {name: float(value) for name, value in expected.items()},
    }


def of_numbers(rng, rows, weighted):
    targets = rng.normal(size=rows) * 10 + 30
    predictions = targets + rng.normal(size=rows) * 4
    weights = rng.integers(0, 4, size=rows).astype(float) if weighted else None
    expected = {
        "rmse": metrics.root_mean_squared_error(targets, predictions, sample_weight=weights),
        "mae": metrics.mean_absolute_error(targets, predictions, sample_weight=weights),
        "mape": metrics.mean_absolute_percentage_error(targets, predictions, sample_weight=weights),
        "r2": metrics.r2_score(targets, predictions, sample_weight=weights),
    }
    return {
        "predictions": predictions.tolist(),
        "targets": targets.tolist(),
        "weights": None if weights is None else weights.tolist(),
        "expected": {name: float(value) for name, value in expected.items()},
    }


def main():
    rng = np.random.default_rng(SEED)
    fixture = {
        "made_by": f"make_metrics.py, seed {SEED}, scikit-learn {sklearn.__version__}, numpy {np.__version__}",
        "classes": [
            of_classes(rng, 150, 2), of_classes(rng, 211, 2, levels=1), of_classes(rng, 180, 4),
            of_classes(rng, 40, 12), of_classes(rng, 7, 3),
        ],
        "numbers": [of_numbers(rng, 100, False), of_numbers(rng, 57, True)],
    }
    path = pathlib.Path(__file__).parent.parent / "Fixtures" / "metrics" / "scikit-learn.json"
    path.write_text(json.dumps(fixture, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
