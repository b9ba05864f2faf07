"""Training steps of workloads T, C, M and S in PyTorch, with the weights and batches that Condense starts from too."""
import json
import time

try:
    import numpy as np
    import torch
    import torch.nn.functional as F
except ImportError:
    torch = None

INSTALL = "pip install torch==2.13.0+cpu numpy"
AGREEMENT_STEPS = 20
# With the usual 1e-8 a gradient that is nothing but rounding still moves a weight by the whole rate, and
# PyTorch's own Float32 and Float64 runs of workload M part by 1e-2 within 20 steps; with 1e-6 by 1e-6. The same with
# Adagrad in C, where they part by 1e-2 with 1e-3 and by 2e-7 with 0.1. What a step costs does not change.
EPSILONS = {"dense": 1e-6, "bags": 1e-10, "dlrm": 0.1}


def version():
    return f"PyTorch {torch.__version__}"


def zipf_ids(vocabulary, count):
    weights = 1 / torch.arange(1, vocabulary + 1, dtype=torch.double)
    return torch.multinomial(weights, count, replacement=True)


class Peer:
    """A network with its batches: tables of vectors, dense layers, an optimizer. A subclass says what it computes."""

    def __init__(self, kind, batch, optimizer, rate, threads, batches=8, steps=100, **shape):
        torch.set_num_threads(threads)
        torch.manual_seed(1)
        self.steps, self.turn, self.batches = steps, 0, []
        self.description = dict(
            kind=kind, batch=batch, batches=batches, optimizer=optimizer, rate=rate, threads=threads,
            epsilon=EPSILONS[kind], agreementSteps=AGREEMENT_STEPS, **shape)
        self.tables, self.layers = [], []
        self.build(**shape)
        for _ in range(batches):
            self.batches.append(self.batch(batch, **shape))
        parts = torch.nn.ModuleList(self.tables), torch.nn.ModuleList(self.layers)
        if optimizer == "adagrad":
            self.optimizers = [torch.optim.Adagrad(part.parameters(), lr=rate, eps=EPSILONS[kind]) for part in parts if len(part)]
        else:
            self.optimizers = [torch.optim.Adam(parts[1].parameters(), lr=rate, eps=EPSILONS[kind], fused=True)]

    def dense(self, widths):
        self.layers += [torch.nn.Linear(a, b) for a, b in zip(widths, widths[1:])]

    @staticmethod
    def forward(layers, x, last=False):
        for place, layer in enumerate(layers):
            x = layer(x)
            if last or place < len(layers) - 1:
                x = F.relu(x)
        return x

    def step(self):
        batch = self.batches[self.turn % len(self.batches)]
        self.turn += 1
        for optimizer in self.optimizers:
            optimizer.zero_grad(set_to_none=True)
        self.loss(batch).backward()
        for optimizer in self.optimizers:
            optimizer.step()

    def tensors(self):
        result = {f"table{place}": table.weight for place, table in enumerate(self.tables, 1)}
        for place, layer in enumerate(self.layers, 1):
            result[f"weight{place}"], result[f"bias{place}"] = layer.weight, layer.bias
        return {name: tensor.detach().numpy() for name, tensor in result.items()}

    def write(self, folder):
        (folder / "workload.json").write_text(json.dumps(self.description))
        for name, tensor in self.tensors().items():
            tensor.astype("<f4").tofile(folder / f"{name}.f32")
        for i, batch in enumerate(self.batches):
            for name, tensor in batch.items():
                whole = not torch.is_floating_point(tensor)
                tensor.numpy().astype("<i4" if whole else "<f4").tofile(
                    folder / f"{name}{i}.{'i32' if whole else 'f32'}")

    def time(self, steps):
        start = time.perf_counter()
        for _ in range(steps):
            self.step()
        return (time.perf_counter() - start) / steps


class Bags(Peer):
    """T: a bag of words, its mean vector, one dense layer."""

    def build(self, widths, vocabulary, tokens):
        self.tables = [torch.nn.EmbeddingBag(vocabulary, widths[0], mode="mean", sparse=True)]
        torch.nn.init.uniform_(self.tables[0].weight, -0.2, 0.2)
        self.dense(widths)

    def batch(self, batch, widths, vocabulary, tokens):
        self.offsets = torch.arange(0, batch * tokens, tokens)
        return dict(ids=zipf_ids(vocabulary, batch * tokens), targets=torch.randint(0, widths[-1], (batch,)))

    def loss(self, batch):
        x = self.forward(self.layers, self.tables[0](batch["ids"], self.offsets))
        return F.cross_entropy(x, batch["targets"])


class Dense(Peer):
    """M and S: dense layers."""

    def build(self, widths):
        self.dense(widths)

    def batch(self, batch, widths):
        targets = torch.randint(0, widths[-1], (batch,)) if widths[-1] > 1 else torch.rand(batch, 1)
        return dict(numbers=torch.rand(batch, widths[0]), targets=targets)

    def loss(self, batch):
        x, targets = self.forward(self.layers, batch["numbers"]), batch["targets"]
        return F.mse_loss(x, targets) if x.shape[1] == 1 else F.cross_entropy(x, targets)


class DLRM(Peer):
    """C: numbers through dense layers, a vector for each of many ids, the products of all pairs, dense layers."""

    def build(self, bottom, top, tables, vocabulary):
        width = bottom[-1]
        self.tables = [torch.nn.EmbeddingBag(vocabulary, width, mode="sum", sparse=True) for _ in range(tables)]
        for table in self.tables:
            torch.nn.init.uniform_(table.weight, -0.2, 0.2)
        self.dense(bottom)
        self.dense([width + (tables + 1) * tables // 2] + top)
        self.lower = torch.tril_indices(tables + 1, tables + 1, -1)
        self.bottom = len(bottom) - 1

    def batch(self, batch, bottom, top, tables, vocabulary):
        self.offsets = torch.arange(0, batch)
        return dict(ids=zipf_ids(vocabulary, batch * tables).view(tables, batch), numbers=torch.rand(batch, bottom[0]),
                    targets=torch.randint(0, 2, (batch,)).float())

    def loss(self, batch):
        x = self.forward(self.layers[:self.bottom], batch["numbers"], last=True)
        vectors = [table(ids, self.offsets) for table, ids in zip(self.tables, batch["ids"])]
        fields = torch.stack([x] + vectors, 1)
        pairs = torch.bmm(fields, fields.transpose(1, 2))[:, self.lower[0], self.lower[1]]
        x = self.forward(self.layers[self.bottom:], torch.cat([x, pairs], 1))
        return F.binary_cross_entropy_with_logits(x.squeeze(1), batch["targets"])


def make(name, threads):
    return {
        "T": lambda: Bags("bags", 256, "adagrad", 0.05, threads, steps=300,
                          widths=[64, 4], vocabulary=100_000, tokens=40),
        "C": lambda: DLRM("dlrm", 2048, "adagrad", 0.01, threads, batches=4, steps=10,
                          bottom=[13, 512, 256, 64, 16], top=[512, 256, 1], tables=26, vocabulary=100_000),
        "M": lambda: Dense("dense", 128, "adam", 1e-3, threads, steps=250, widths=[784, 512, 256, 10]),
        "S": lambda: Dense("dense", 64, "adam", 1e-3, threads, steps=2000, widths=[64, 128, 64, 1]),
    }[name]()


def disagreement(peer, start, folder):
    """The largest relative distance of a tensor that Condense wrote to the peer's."""
    worst = 0
    for key, value in peer.tensors().items():
        mine = np.fromfile(folder / f"{key}.out.f32", "<f4").reshape(value.shape)
        worst = max(worst, float(np.linalg.norm(mine - value) / np.linalg.norm(value)))
        if np.linalg.norm(value - start[key]) < 1e-6:
            return float("inf")  # nothing was learned: nothing was compared
    return worst
