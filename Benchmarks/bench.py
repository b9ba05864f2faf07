"""Runs Condense beside its peers and prints the ratio of medians: python3 Benchmarks/bench.py [T M S G].

Each workload first takes 20 steps from the peer's own weights and batches and must agree with the peer in
every tensor; one that does not agree prints no time. Peers: pip install torch==2.13.0+cpu numpy.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = ROOT / ".build" / "release" / "CondenseBenchmarks"
THREADS = 2
ROUNDS = 9
AGREEMENT_STEPS = 20
# With the usual 1e-8 a gradient that is nothing but rounding still moves a weight by the whole rate, and
# PyTorch's own Float32 and Float64 runs of workload M part by 1e-2 within 20 steps; with 1e-6 by 1e-6.
ADAM_EPSILON = 1e-6

try:
    import numpy as np
    import torch
    import torch.nn.functional as F
    torch.set_num_threads(THREADS)
except ImportError:
    torch = None


def zipf_ids(vocabulary, count):
    weights = 1 / torch.arange(1, vocabulary + 1, dtype=torch.double)
    return torch.multinomial(weights, count, replacement=True)


class Peer:
    """A PyTorch network of one workload with its batches."""

    def __init__(self, widths, batch, batches, optimizer, rate, vocabulary=None, tokens=None, steps=100):
        torch.manual_seed(1)
        self.steps = steps
        self.description = dict(
            widths=list(widths), batch=batch, batches=batches, optimizer=optimizer, rate=rate,
            agreementSteps=AGREEMENT_STEPS, epsilon=ADAM_EPSILON, threads=THREADS)
        self.table = None
        if vocabulary:
            self.description.update(vocabulary=vocabulary, dimension=widths[0], tokens=tokens)
            self.table = torch.nn.EmbeddingBag(vocabulary, widths[0], mode="mean", sparse=True)
            torch.nn.init.uniform_(self.table.weight, -0.2, 0.2)
            self.offsets = torch.arange(0, batch * tokens, tokens)
        self.layers = torch.nn.ModuleList(
            [torch.nn.Linear(a, b) for a, b in zip(widths, widths[1:])])
        if optimizer == "adagrad":
            parts = ([self.table] if self.table else []) + list(self.layers)
            self.optimizers = [torch.optim.Adagrad(part.parameters(), lr=rate) for part in parts]
        else:
            self.optimizers = [torch.optim.Adam(self.layers.parameters(), lr=rate, eps=ADAM_EPSILON, fused=True)]
        self.is_classes = widths[-1] > 1
        self.inputs, self.targets = [], []
        for _ in range(batches):
            self.inputs.append(zipf_ids(vocabulary, batch * tokens) if vocabulary
                               else torch.rand(batch, widths[0]))
            self.targets.append(torch.randint(0, widths[-1], (batch,)) if self.is_classes
                                else torch.rand(batch, 1))
        self.turn = 0

    def step(self):
        x, target = self.inputs[self.turn % len(self.inputs)], self.targets[self.turn % len(self.inputs)]
        self.turn += 1
        for optimizer in self.optimizers:
            optimizer.zero_grad(set_to_none=True)
        if self.table:
            x = self.table(x, self.offsets)
        for place, layer in enumerate(self.layers):
            x = layer(x)
            if place < len(self.layers) - 1:
                x = F.relu(x)
        loss = F.cross_entropy(x, target) if self.is_classes else F.mse_loss(x, target)
        loss.backward()
        for optimizer in self.optimizers:
            optimizer.step()

    def tensors(self):
        result = {"table": self.table.weight} if self.table else {}
        for place, layer in enumerate(self.layers, 1):
            result[f"weight{place}"], result[f"bias{place}"] = layer.weight, layer.bias
        return {name: tensor.detach().numpy() for name, tensor in result.items()}

    def write(self, folder):
        (folder / "workload.json").write_text(json.dumps(self.description))
        for name, tensor in self.tensors().items():
            tensor.astype("<f4").tofile(folder / f"{name}.f32")
        for i, (x, target) in enumerate(zip(self.inputs, self.targets)):
            if self.table:
                x.numpy().astype("<i4").tofile(folder / f"ids{i}.i32")
            else:
                x.numpy().astype("<f4").tofile(folder / f"numbers{i}.f32")
            kind = "i4" if self.is_classes else "f4"
            target.numpy().astype("<" + kind).tofile(folder / f"targets{i}.{'i32' if self.is_classes else 'f32'}")

    def time(self, steps):
        start = time.perf_counter()
        for _ in range(steps):
            self.step()
        return (time.perf_counter() - start) / steps


def compare(name, make_peer, limit_flops=None):
    peer = make_peer()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        peer.write(folder)
        start = {key: value.copy() for key, value in peer.tensors().items()}
        ours = subprocess.Popen([BINARY, "step", str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                text=True)
        if ours.stdout.readline().strip() != "ready":
            print(f"{name}: Condense did not run")
            return None
        for _ in range(AGREEMENT_STEPS):
            peer.step()
        worst = 0
        for key, value in peer.tensors().items():
            mine = np.fromfile(folder / f"{key}.out.f32", "<f4").reshape(value.shape)
            worst = max(worst, float(np.linalg.norm(mine - value) / np.linalg.norm(value)))
            if np.linalg.norm(value - start[key]) < 1e-6:
                worst = float("inf")  # nothing was learned: nothing was compared
        if not worst <= 1e-4:
            print(f"{name}: no time, because the tensors differ by {worst:.1e} after {AGREEMENT_STEPS} steps")
            ours.kill()
            return None

        def our_time(steps):
            ours.stdin.write(f"{steps}\n")
            ours.stdin.flush()
            return float(ours.stdout.readline())

        peer.time(peer.steps // 4 + 1), our_time(peer.steps)
        theirs_all, ours_all = [], []
        for _ in range(ROUNDS):
            theirs_all.append(peer.time(peer.steps))
            time.sleep(0.3)  # OpenMP's threads go on spinning for a while
            ours_all.append(our_time(peer.steps * 2))
        ours.stdin.close()
        ours.wait()
    theirs, mine = statistics.median(theirs_all), statistics.median(ours_all)
    ratios = sorted(a / b for a, b in zip(theirs_all, ours_all))
    print(f"{name}: Condense {mine * 1e3:.3f} ms, PyTorch {theirs * 1e3:.3f} ms, ratio {theirs / mine:.2f} "
          f"(pairs {ratios[0]:.2f} to {ratios[-1]:.2f}); agreement {worst:.1e}", flush=True)
    return dict(workload=name, condense_ms=mine * 1e3, peer_ms=theirs * 1e3, ratio=theirs / mine,
                ratio_low=ratios[0], ratio_high=ratios[-1], agreement=worst)


def growth():
    rows = []
    for line in subprocess.run([BINARY, "growth"], capture_output=True, text=True, check=True).stdout.split("\n"):
        if line:
            row = json.loads(line)
            rows.append(row)
            print(f"G  vocabulary {row['vocabulary']:>10,}: {row['step_ms']:.3f} ms a step, "
                  f"{row['distinct_rows']:.0f} distinct rows, {row['ns_per_row']:.0f} ns a row; "
                  f"random row access {row['access_ns_per_row']:.0f} ns, ratio "
                  f"{row['ns_per_row'] / row['access_ns_per_row']:.2f}", flush=True)
    return rows


WORKLOADS = {
    "T": lambda: Peer((64, 4), 256, 8, "adagrad", 0.05, vocabulary=100_000, tokens=40, steps=30),
    "M": lambda: Peer((784, 512, 256, 10), 128, 8, "adam", 1e-3, steps=60),
    "S": lambda: Peer((64, 128, 64, 1), 64, 8, "adam", 1e-3, steps=200),
}

if __name__ == "__main__":
    wanted = sys.argv[1:] or ["T", "M", "S", "G"]
    results = {"threads": THREADS, "date": time.strftime("%Y-%m-%d")}
    results["limits"] = json.loads(subprocess.run([BINARY, "limits"], capture_output=True, text=True).stdout)
    print(f"this machine: {results['limits']['gflops']:.0f} GFLOP/s of fused multiply-adds on one core")
    if torch is None:
        print("PyTorch is not installed: pip install torch==2.13.0+cpu numpy, then `make bench` again")
    for name in wanted:
        if name in WORKLOADS and torch is not None:
            results[name] = compare(name, WORKLOADS[name])
    if "G" in wanted:
        results["G"] = growth()
    out = ROOT / ".build" / "bench.json"
    out.write_text(json.dumps(results, indent=2))
    print("written to .build/bench.json")
