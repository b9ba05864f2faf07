"""Runs Condense beside its peers, in turn, and prints the ratio of medians and the distance to this machine's limits.

  python3 Benchmarks/bench.py [T C M S P P4096 R G ...] [--rounds N] [--table]

Each workload of training first takes 20 steps from the peer's own weights and batches and must agree with the peer in every
tensor, predictions in every number: one that does not agree prints no time. --table prints the rows for the README as well.
What is not installed is said, and the rest is measured.
"""
import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from peers import reviews, serving, steps

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = ROOT / ".build" / "release" / "CondenseBenchmarks"
CONDENSE = ROOT / ".build" / "release" / "condense"
DATA = pathlib.Path(os.environ.get("CONDENSE_DATA", ROOT.parent / "shared" / "data"))
THREADS = 2
WHAT = {
    "T": "bag of 40 of 100,000 words × 64, 4 classes, batch 256, Adagrad: a step",
    "C": "DLRM, 26 × 100,000 × 16, products of all pairs, batch 2,048, Adagrad: a step",
    "M": "784-512-256-10, batch 128, Adam: a step",
    "S": "64-128-64-1, batch 64, Adam: a step",
    "P": "six embeddings × 16 and ten numbers, 128-64-2: one row predicted, one thread",
    "P4096": "the same: 4,096 rows, one thread",
    "R": "the reviews, the whole program in a third of fastText's time",
}


# Runs a program and prints the most kilobytes that it held: from a small process, whose own memory a child begins with.
PEAK = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")


class Ours:
    """A workload in Condense, which answers a line with a line."""

    def __init__(self, verb, folder):
        self.process = subprocess.Popen([BINARY, verb, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        self.runs = self.process.stdout.readline().strip() == "ready"

    def ask(self, line):
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def in_turn(theirs, ours, rounds):
    """Times of both, alternately, after one round that does not count."""
    theirs(), ours()
    pairs = []
    for _ in range(rounds):
        their_time = theirs()
        time.sleep(0.3)  # OpenMP's threads go on spinning for a while
        pairs.append((their_time, ours()))
    return pairs


def compared(name, peer, pairs, **more):
    theirs, mine = (statistics.median(side) for side in zip(*pairs))
    ratios = sorted(a / b for a, b in pairs)
    result = dict(workload=name, what=WHAT[name], peer=peer, peer_seconds=theirs, seconds=mine, ratio=theirs / mine,
                  ratio_low=ratios[0], ratio_high=ratios[-1], **more)
    limit = f", {more['distance']:.2f} of the limit" if more.get("distance") else ""
    if memory := more.get("memory"):
        limit += f", {memory['peak'] / 1e6:.0f} MB held for {memory['needed'] / 1e6:.0f} MB of numbers"
    print(f"{name}: {shown(mine)}, {peer} {shown(theirs)}: {theirs / mine:.2f} times as fast (pairs {ratios[0]:.2f} to"
          f" {ratios[-1]:.2f}){limit}", flush=True)
    return result


def shown(seconds):
    for size, unit in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def step(name, limits, rounds):
    peer = steps.make(name, THREADS)
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        peer.write(folder)
        start = {key: value.copy() for key, value in peer.tensors().items()}
        ours = Ours("step", folder)
        if not ours.runs:
            return refuse(name, "Condense did not run", ours)
        memory = ours.ask("memory")
        for _ in range(steps.AGREEMENT_STEPS):
            peer.step()
        worst = steps.disagreement(peer, start, folder)
        if not worst <= 1e-4:
            return refuse(name, f"the tensors differ by {worst:.1e} after {steps.AGREEMENT_STEPS} steps", ours)
        if not ours.ask("bits"):
            return refuse(name, "one thread learns other bits than two", ours)
        pairs = in_turn(lambda: peer.time(peer.steps), lambda: ours.ask(peer.steps * 2), rounds)
        # The clock of the machine wanders: the limits that a step is held against are taken beside it.
        parts = ours.ask("limit")
        limit = (parts["flops"] / (limits["gflops"] * 1e9)
                 + (parts["rows_read"] * parts["read_ns"] + parts["rows_updated"] * parts["update_ns"]) * 1e-9)
        ours.end()
    mine = statistics.median(ours for _, ours in pairs)
    return compared(name, steps.version(), pairs, agreement=worst, limit_seconds=limit, limit=parts, memory=memory,
                    distance=mine / limit)


def predictions(name, limits, rounds):
    rows = 1 if name == "P" else 4096
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        peer = serving.Peer(folder, rows)
        ours = Ours("serve", folder)
        if not ours.runs:
            return refuse(name, "Condense did not run", ours)
        np = serving.np
        expected, mine = peer.run(), np.fromfile(folder / "outputs.f32", "<f4").reshape(rows, -1)
        worst = float(np.linalg.norm(mine - expected) / np.linalg.norm(expected))
        if not worst <= 1e-5:
            return refuse(name, f"the outputs differ by {worst:.1e}", ours)
        if not ours.ask("bits"):
            return refuse(name, "two threads predict other bits than one", ours)
        calls = 3000 if rows == 1 else 100
        pairs = in_turn(lambda: peer.time(calls), lambda: ours.ask(calls), rounds)
        ours.end()
    return compared(name, serving.version(), pairs, agreement=worst)


def reviews_whole(name, limits, rounds):
    """Learned within a third of fastText's time, and with the defaults; the peak of memory as the system counts it."""
    data = DATA / "reviews"
    if not data.exists():
        print(f"R: the reviews are not at {data}")
        return None
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        peer = reviews.Peer(data, folder, THREADS)

        command = [CONDENSE, "train", data / "train.csv.gz", "--predict", "label", "--threads", str(THREADS), "--quiet",
                   "-o", folder / "model.condense"]

        def train(*flags):
            start = time.perf_counter()
            subprocess.run(command + list(flags), check=True, stdout=subprocess.DEVNULL)
            return time.perf_counter() - start

        def score():
            line = subprocess.run([CONDENSE, "evaluate", folder / "model.condense", data / "test.csv.gz", "--json"],
                                  check=True, capture_output=True, text=True).stdout
            return json.loads(line)["metrics"]["accuracy"]

        limit = peer.time() / 3
        flags = ["--time", f"{max(limit, 0.1):.1f}s"]
        pairs = in_turn(peer.time, lambda: train(*flags), min(rounds, 3))
        limited = score()
        seconds = train()
        peak = 1024 * int(subprocess.run([sys.executable, "-c", PEAK, *command], check=True, capture_output=True,
                                         text=True).stdout)
        totals = json.loads(subprocess.run([CONDENSE, "advise", data / "train.csv.gz", "--predict", "label", "--json"],
                                           check=True, capture_output=True, text=True).stdout)["totals"]
        needed = totals["bytes"] + totals["optimizer_bytes"] + totals["encoded_bytes"]
        result = compared(name, reviews.version(), pairs, time_limit=limit, score=limited, peer_score=peer.score(),
                          default_seconds=seconds, default_score=score(), memory=dict(peak=peak, needed=needed))
    print(f"R: score {limited:.4f} within {limit:.1f} s, {result['default_score']:.4f} by default in {seconds:.1f} s;"
          f" fastText {result['peer_score']:.4f}", flush=True)
    return result


def growth(name, limits, rounds):
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


def refuse(name, why, ours):
    print(f"{name}: no time, because {why}")
    ours.process.kill()


def table(results):
    """The rows for the README."""
    lines = ["| workload | Condense | peer | times as fast | of the limit |", "| --- | --- | --- | --- | --- |"]
    for name, row in results.items():
        if name in WHAT and row:
            distance = f"{row['distance']:.2f}" if row.get("distance") else ""
            lines.append(f"| {name}: {row['what']} | {shown(row['seconds'])} | {row['peer']}: {shown(row['peer_seconds'])} |"
                         f" {row['ratio']:.1f} ({row['ratio_low']:.1f} to {row['ratio_high']:.1f}) | {distance} |")
    return "\n".join(lines)


def processor():
    try:
        for line in open("/proc/cpuinfo"):
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor()


WORKLOADS = {
    **{name: (step, steps.torch, steps.INSTALL) for name in "TCMS"},
    **{name: (predictions, serving.onnxruntime, serving.INSTALL) for name in ("P", "P4096")},
    "R": (reviews_whole, reviews.fasttext, reviews.INSTALL), "G": (growth, True, ""),
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD", help=", ".join(WORKLOADS))
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--table", action="store_true")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.workloads if name not in WORKLOADS]
    if unknown:
        parser.error(f"there is no workload {', '.join(unknown)}; there are {', '.join(WORKLOADS)}")
    limits = json.loads(subprocess.run([BINARY, "limits", str(THREADS)], capture_output=True, text=True,
                                       check=True).stdout)
    print(f"{processor()}, {THREADS} threads: {limits['gflops']:.0f} GFLOP/s of fused multiply-adds"
          f" ({limits['gflops_one_core']:.0f} on one core), {limits['cache_gb_per_second']:.0f} GB/s from the cache,"
          f" {limits['memory_gb_per_second']:.0f} GB/s from memory", flush=True)
    results = {"date": time.strftime("%Y-%m-%d"), "processor": processor(), "threads": THREADS, "limits": limits}
    for name in arguments.workloads or WORKLOADS:
        run, peer, install = WORKLOADS[name]
        if peer is None:
            print(f"{name}: the peer is not installed: {install}")
            continue
        results[name] = run(name, limits, arguments.rounds)
    out = ROOT / ".build" / "bench.json"
    out.write_text(json.dumps(results, indent=2))
    print("written to .build/bench.json")
    if arguments.table:
        print(f"\n{results['date']}, {results['processor']}, {THREADS} threads\n\n{table(results)}")
