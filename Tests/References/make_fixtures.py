"""Trains small networks in PyTorch and writes what happened to ../Fixtures/NAME.json.

    python make_fixtures.py

Each file holds the initial weights, every batch, the loss before each step, the weights after the last, and
the versions and the seed that made it. The networks are rebuilt by name in TrajectoryTests.swift.
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

OUT = pathlib.Path(__file__).resolve().parent.parent / "Fixtures"
STEPS, BATCH, VOCABULARY, DIMENSION = 24, 8, 30, 5
torch.set_num_threads(1)


def numbers(array):
    """Floats in as few digits as give the same Float32 back."""
    flat = np.asarray(array, dtype=np.float32).ravel()
    return [float(np.format_float_positional(x, unique=True, trim="0")) if 1e-4 < abs(x) < 1e6 or x == 0
            else float(np.format_float_scientific(x, unique=True)) for x in flat]


class RowWiseAdagrad(torch.optim.Optimizer):
    """s += mean(g²) for each row that was read; w -= rate · g / (√s + ε)."""

    def __init__(self, parameters, lr, eps=1e-10):
        super().__init__(parameters, dict(lr=lr, eps=eps))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p]
                if not state:
                    state["sum"] = torch.zeros(p.shape[0], 1)
                state["sum"] += (p.grad ** 2).mean(dim=1, keepdim=True)
                read = p.grad.abs().sum(dim=1) > 0
                step = group["lr"] * p.grad / (state["sum"].sqrt() + group["eps"])
                p[read] -= step[read]


def ids_with_gaps(random, steps):
    """Rows 0–14 often, 15–19 only at the start and the end, 20–29 never; one id three times in a batch."""
    ids = random.integers(0, 15, (steps, BATCH))
    for step in (0, 1, steps - 3, steps - 1):
        ids[step, :5] = np.arange(15, 20)
    ids[:, 5] = ids[:, 6] = ids[:, 7]
    return ids.astype(np.int32)


def tensors(random, **shapes):
    return {name: torch.tensor(random.uniform(-0.6, 0.6, shape).astype(np.float32), requires_grad=True)
            for name, shape in shapes.items()}


def dense(p, name, x):
    return x @ p[name + ".weight"] + p[name + ".bias"]


def layer(name, inputs, units):
    return {name + ".weight": (inputs, units), name + ".bias": (units,)}


ACTIVATIONS = dict(relu=F.relu, gelu=lambda x: F.gelu(x), silu=F.silu, tanh=torch.tanh, sigmoid=torch.sigmoid)


class Case:
    """Data by input name, and a function from parameters and a batch to a loss."""

    def __init__(self, network, seed):
        self.network, self.seed = network, seed
        self.random = random = np.random.default_rng(seed)
        self.rows = STEPS * BATCH
        self.ids, self.bags, self.numbers, self.classes, self.targets = {}, {}, {}, {}, {}
        self.bagTargets = {}
        self.buffers = {}
        self.evaluate = None
        getattr(self, network.split(":")[0])(random, *network.split(":")[1:])

    def add_numbers(self, random, width, name="x"):
        self.numbers[name] = random.normal(0, 1, (self.rows, width)).astype(np.float32)

    # Networks: one method each; the same by name in Swift.

    def categories(self, random):
        self.ids["city"] = ids_with_gaps(random, STEPS).ravel()
        self.add_numbers(random, 3)
        self.classes["target"] = ((self.ids["city"] + (self.numbers["x"][:, 0] > 0)) % 3).astype(np.int32)
        self.p = tensors(random, **{"embedding.city": (VOCABULARY, DIMENSION)},
                         **layer("dense1", DIMENSION + 3, 7), **layer("dense2", 7, 3))

        def loss(b):
            p = self.p
            x = torch.cat([p["embedding.city"][b.ids("city")], b.numbers("x")], 1)
            logits = dense(p, "dense2", F.relu(dense(p, "dense1", x)))
            return F.cross_entropy(logits, b.classes("target"))
        self.loss = loss

    def bag(self, random, mode):
        lengths = random.integers(0, 5, self.rows)
        lengths[::7] = 0
        offsets = np.concatenate([[0], np.cumsum(lengths)])
        ids = random.integers(0, 20, offsets[-1]).astype(np.int32)
        weights = random.uniform(-1, 2, offsets[-1]).astype(np.float32) if mode == "sum" else None
        self.bags["words"] = (offsets, ids, weights)
        self.targets["target"] = random.integers(0, 2, (self.rows, 1)).astype(np.float32)
        self.p = tensors(random, **{"embedding.words": (VOCABULARY, DIMENSION)}, **layer("dense1", DIMENSION, 1))

        def loss(b):
            ids, starts, weights = b.bag("words")
            pooled = F.embedding_bag(ids, self.p["embedding.words"], starts, mode=mode,
                                     per_sample_weights=weights)
            return F.binary_cross_entropy_with_logits(dense(self.p, "dense1", pooled), b.targets("target"))
        self.loss = loss

    def regression(self, random, kind):
        self.add_numbers(random, 4)
        x = self.numbers["x"]
        self.targets["target"] = np.stack([x[:, 0] * x[:, 1], np.sin(x[:, 2])], 1).astype(np.float32)
        self.p = tensors(random, **layer("dense1", 4, 9), **layer("dense2", 9, 2))
        if kind in ("layerNormalize", "batchNormalize"):
            name = kind + "1"
            self.p[name + ".gamma"] = torch.ones(9, requires_grad=True)
            self.p[name + ".beta"] = torch.zeros(9, requires_grad=True)
        if kind == "batchNormalize":
            self.buffers = {name + ".mean": torch.zeros(9), name + ".variance": torch.ones(9)}

        def output(x, training):
            p, h = self.p, dense(self.p, "dense1", x)
            if kind == "layerNormalize":
                h = F.relu(F.layer_norm(h, (9,), p[name + ".gamma"], p[name + ".beta"]))
            elif kind == "batchNormalize":
                h = F.relu(F.batch_norm(h, self.buffers[name + ".mean"], self.buffers[name + ".variance"],
                                        p[name + ".gamma"], p[name + ".beta"], training=training))
            else:
                h = ACTIVATIONS[kind](h)
            return dense(p, "dense2", h)
        self.loss = lambda b: F.mse_loss(output(b.numbers("x"), True), b.targets("target"))
        self.evaluate = lambda: output(torch.tensor(self.numbers["x"][:BATCH]), False)

    def shared(self, random):
        for name in ("from", "to"):
            self.ids[name] = ids_with_gaps(random, STEPS).ravel()
        self.targets["target"] = ((self.ids["from"] - self.ids["to"])[:, None] / 8).astype(np.float32)
        self.p = tensors(random, **{"embedding.place": (VOCABULARY, DIMENSION)},
                         **layer("dense1", 2 * DIMENSION, 8), **layer("dense2", 8, 1))

        def loss(b):
            e = self.p["embedding.place"]
            h = torch.tanh(dense(self.p, "dense1", torch.cat([e[b.ids("from")], e[b.ids("to")]], 1)))
            return F.mse_loss(dense(self.p, "dense2", h), b.targets("target"))
        self.loss = loss

    def twoOutputs(self, random):
        self.add_numbers(random, 4)
        x = self.numbers["x"]
        self.classes["kind"] = ((x[:, 0] > 0).astype(np.int32) + (x[:, 1] > 0)).astype(np.int32)
        self.targets["size"] = (x[:, 2:3] + 0.5 * x[:, 3:4] ** 2).astype(np.float32)
        self.p = tensors(random, **layer("hidden", 4, 6), **layer("kindLogits", 6, 3), **layer("sizeValue", 6, 1))

        def loss(b):
            h = F.relu(dense(self.p, "hidden", b.numbers("x")))
            return (F.cross_entropy(dense(self.p, "kindLogits", h), b.classes("kind"))
                    + 0.3 * F.mse_loss(dense(self.p, "sizeValue", h), b.targets("size")))
        self.loss = loss

    def pairs(self, random):
        """Products of all pairs of two embeddings and what a dense layer makes of numbers, beside the latter."""
        for name in ("from", "to"):
            self.ids[name] = ids_with_gaps(random, STEPS).ravel()
        self.add_numbers(random, 3)
        self.targets["target"] = ((self.ids["from"] + self.ids["to"])[:, None] % 2).astype(np.float32)
        self.p = tensors(random, **{"embedding.from": (VOCABULARY, DIMENSION), "embedding.to": (VOCABULARY, DIMENSION)},
                         **layer("dense1", 3, DIMENSION), **layer("dense2", DIMENSION + 3, 1))
        lower = torch.tril_indices(3, 3, -1)

        def loss(b):
            x = F.relu(dense(self.p, "dense1", b.numbers("x")))
            fields = torch.stack([x] + [self.p[f"embedding.{name}"][b.ids(name)] for name in ("from", "to")], 1)
            products = torch.bmm(fields, fields.transpose(1, 2))[:, lower[0], lower[1]]
            logits = dense(self.p, "dense2", torch.cat([x, products], 1))
            return F.binary_cross_entropy_with_logits(logits, b.targets("target"))
        self.loss = loss

    def several(self, random, loss):
        """Bags of classes as targets: none in some rows, with weights under softmax."""
        self.add_numbers(random, 4)
        bags = [random.choice(6, size=random.integers(0, 4), replace=False) for _ in range(self.rows)]
        bags[3] = bags[3][:0]
        ids = np.concatenate(bags).astype(np.int32)
        offsets = np.concatenate([[0], np.cumsum([len(bag) for bag in bags])])
        weights = random.uniform(0.2, 2, len(ids)).astype(np.float32) if loss == "softmax" else None
        self.bagTargets["target"] = (offsets, ids, weights)
        self.p = tensors(random, **layer("dense1", 4, 7), **layer("dense2", 7, 6))

        def value(b):
            logits = dense(self.p, "dense2", torch.tanh(dense(self.p, "dense1", b.numbers("x"))))
            wanted = b.several("target", 6)
            if loss == "softmax":
                return -(wanted * F.log_softmax(logits, 1)).sum() / wanted.sum()
            return F.binary_cross_entropy_with_logits(logits, wanted, reduction="none").sum(1).mean()
        self.loss = value


class Batch:
    def __init__(self, case, step):
        self.case, self.rows = case, slice(step * BATCH, (step + 1) * BATCH)

    def ids(self, name):
        return torch.tensor(self.case.ids[name][self.rows].astype(np.int64))

    def numbers(self, name):
        return torch.tensor(self.case.numbers[name][self.rows])

    def classes(self, name):
        return torch.tensor(self.case.classes[name][self.rows].astype(np.int64))

    def targets(self, name):
        return torch.tensor(self.case.targets[name][self.rows])

    def several(self, name, classes):
        offsets, ids, weights = self.case.bagTargets[name]
        wanted = torch.zeros(BATCH, classes)
        for row in range(BATCH):
            for place in range(offsets[self.rows.start + row], offsets[self.rows.start + row + 1]):
                wanted[row, ids[place]] = 1.0 if weights is None else float(weights[place])
        return wanted

    def bag(self, name):
        offsets, ids, weights = self.case.bags[name]
        offsets = offsets[self.rows.start:self.rows.stop + 1]
        span = slice(offsets[0], offsets[-1])
        return (torch.tensor(ids[span].astype(np.int64)), torch.tensor(offsets[:-1] - offsets[0]),
                None if weights is None else torch.tensor(weights[span]))


def optimizer(name, parameters, rate):
    make = dict(
        sgd=lambda: torch.optim.SGD(parameters, lr=rate),
        momentum=lambda: torch.optim.SGD(parameters, lr=rate, momentum=0.9),
        adagrad=lambda: torch.optim.Adagrad(parameters, lr=rate),
        adam=lambda: torch.optim.Adam(parameters, lr=rate),
        adamW=lambda: torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01),
        lazyAdam=lambda: torch.optim.SparseAdam(parameters, lr=rate),
        rowWiseAdagrad=lambda: RowWiseAdagrad(parameters, lr=rate))
    return make[name]()


def write(file, network, rate, dense_optimizer, embedding_optimizer=None, seed=1):
    case = Case(network, seed)
    embedding_optimizer = embedding_optimizer or dense_optimizer
    initial = {k: v.detach().numpy().copy() for k, v in case.p.items()}
    tables = [v for k, v in case.p.items() if k.startswith("embedding.")]
    others = [v for k, v in case.p.items() if not k.startswith("embedding.")]
    steppers = [optimizer(dense_optimizer, others, rate)]
    if tables:
        steppers.append(optimizer(embedding_optimizer, tables, rate))
    losses = []
    for step in range(STEPS):
        for p in case.p.values():
            p.grad = None
        loss = case.loss(Batch(case, step))
        loss.backward()
        if embedding_optimizer == "lazyAdam":
            for table in tables:
                read = torch.tensor(sorted({int(i) for ids in case.ids.values()
                                            for i in ids[step * BATCH:(step + 1) * BATCH]}))
                table.grad = torch.sparse_coo_tensor(read[None], table.grad[read], table.shape).coalesce()
        for stepper in steppers:
            stepper.step()
        losses.append(loss.item())
    record = dict(
        madeBy=dict(torch=torch.__version__, numpy=np.__version__, seed=seed),
        network=network, optimizer=dense_optimizer, embeddingOptimizer=embedding_optimizer, rate=rate,
        batchSize=BATCH, steps=STEPS,
        ids={k: v.tolist() for k, v in case.ids.items()},
        bags={k: dict(offsets=o.tolist(), ids=i.tolist(), weights=None if w is None else numbers(w))
              for k, (o, i, w) in case.bags.items()},
        numbers={k: numbers(v) for k, v in case.numbers.items()},
        classes={k: v.tolist() for k, v in case.classes.items()},
        targets={k: numbers(v) for k, v in case.targets.items()},
        bagTargets={k: dict(offsets=o.tolist(), ids=i.tolist(), weights=None if w is None else numbers(w))
                    for k, (o, i, w) in case.bagTargets.items()},
        initial={k: numbers(v) for k, v in initial.items()},
        losses=losses,
        final={k: numbers(v.detach().numpy()) for k, v in {**case.p, **case.buffers}.items()},
        evaluation=numbers(case.evaluate().detach().numpy()) if case.evaluate else None)
    (OUT / f"{file}.json").write_text(json.dumps(record, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    for name, rate in dict(sgd=0.3, momentum=0.1, adagrad=0.1, adam=0.02, adamW=0.02).items():
        write(f"categories-{name}", "categories", rate, name)
    write("categories-lazyAdam", "categories", 0.02, "adam", "lazyAdam")
    write("categories-rowWiseAdagrad", "categories", 0.1, "adagrad", "rowWiseAdagrad")
    write("bag-mean", "bag:mean", 0.05, "adam", seed=2)
    write("bag-sum", "bag:sum", 0.3, "sgd", seed=3)
    for kind in ("layerNormalize", "batchNormalize", *ACTIVATIONS):
        write(f"regression-{kind}", f"regression:{kind}", 0.05, "momentum", seed=4)
    write("shared", "shared", 0.02, "adam", seed=5)
    write("two-outputs", "twoOutputs", 0.02, "adam", seed=6)
    write("pairs", "pairs", 0.1, "adagrad", seed=9)
    write("several-softmax", "several:softmax", 0.1, "momentum", seed=7)
    write("several-binary", "several:binary", 0.05, "adam", seed=8)
