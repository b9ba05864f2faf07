"""Takes gradients of a small network by its inputs in PyTorch, and integrates them along lines (Sundararajan et al. 2017).

    python make_gradients.py

Writes ../Fixtures/gradients/two-members.json, with weights, inputs, versions and the seed; the network is rebuilt in
PathGradientsTests.swift. All is computed in double precision.
"""

import json
import pathlib

import numpy as np
import torch

OUT = pathlib.Path(__file__).resolve().parent.parent / "Fixtures" / "gradients"
SEED, ROWS = 7, 5
torch.set_default_dtype(torch.float64)
random = np.random.default_rng(SEED)


def uniform(*shape):
    return torch.tensor(random.uniform(-0.9, 0.9, shape).astype(np.float32).astype(np.float64))


weights = {
    "embedding.id": uniform(9, 4), "embedding.direct": uniform(9, 3), "embedding.bag": uniform(12, 4),
    "hidden1.weight": uniform(11, 6), "hidden1.bias": uniform(6), "answer1.weight": uniform(6, 3),
    "answer1.bias": uniform(3), "hidden2.weight": uniform(11, 20), "hidden2.bias": uniform(20),
    "answer2.weight": uniform(20, 3), "answer2.bias": uniform(3),
}
ids = random.integers(0, 9, ROWS)
bags = [list(map(int, random.integers(0, 12, count))) for count in (3, 1, 4, 2, 0)]
bag_weights = [[float(x) for x in np.round(random.uniform(0.5, 2, len(bag)), 2)] for bag in bags]
numbers = uniform(ROWS, 3)
factors = torch.tensor([-0.5, 1.0, -0.5])


def values(row):
    """What comes in: the numbers, the direct embedding, the embedding, the mean of the bag."""
    bag = torch.zeros(4)
    for i, w in zip(bags[row], bag_weights[row]):
        bag = bag + w * weights["embedding.bag"][i] / len(bags[row])
    return torch.cat([numbers[row], weights["embedding.direct"][ids[row]], weights["embedding.id"][ids[row]], bag])


def score(v):
    direct, joined = v[..., 3:6], torch.cat([v[..., 6:], v[..., :3]], dim=-1)
    answers = []
    for member, activation in (("1", torch.relu), ("2", torch.nn.functional.silu)):
        hidden = activation(joined @ weights["hidden" + member + ".weight"] + weights["hidden" + member + ".bias"])
        answers.append(direct + hidden @ weights["answer" + member + ".weight"] + weights["answer" + member + ".bias"])
    return ((answers[0] + answers[1]) / 2) @ factors


def gradients(points):
    points = points.clone().requires_grad_(True)
    return torch.autograd.grad(score(points).sum(), points)[0]


example, background = values(0), [values(row) for row in range(1, ROWS)]
steps = (torch.arange(20000) + 0.5) / 20000
lines = [gradients(b + steps[:, None] * (example - b)).mean(0) for b in background]


def plain(tensor):
    return [round(float(x), 9) for x in torch.as_tensor(tensor).ravel()]


OUT.mkdir(exist_ok=True)
(OUT / "two-members.json").write_text(json.dumps({
    "made_by": f"make_gradients.py, torch {torch.__version__}, numpy {np.__version__}, seed {SEED}",
    "weights": {name: [float(x) for x in w.ravel().float()] for name, w in weights.items()},
    "ids": [int(i) for i in ids], "bags": bags, "bagWeights": bag_weights, "numbers": plain(numbers),
    "factors": plain(factors), "values": plain(torch.stack([values(row) for row in range(ROWS)])),
    "scores": plain(torch.stack([score(values(row)) for row in range(ROWS)])),
    "pointGradients": plain(torch.stack([gradients(values(row)) for row in range(ROWS)])),
    "lineGradients": plain(torch.stack(lines)),
}, sort_keys=True) + "\n")
