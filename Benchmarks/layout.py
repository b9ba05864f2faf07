"""Runs maps by t-SNE beside openTSNE, turn by turn (workload V): python3 Benchmarks/layout.py IMAGES.idx.gz

10,000 Fashion-MNIST test images, 50 principal components, perplexity 30. The divergence is counted over every pair, by
openTSNE's affinities for both. Peers: pip install openTSNE==1.0.4 scikit-learn numpy scipy.
"""
import gzip
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import openTSNE
from scipy.sparse import coo_matrix
from sklearn.decomposition import PCA

BINARY = pathlib.Path(__file__).resolve().parent.parent / ".build" / "release" / "CondenseBenchmarks"
THREADS = 2
ROUNDS = 3


def divergence(points, affinities):
    p = coo_matrix(affinities)
    total = -len(points)
    for start in range(0, len(points), 1000):
        squares = ((points[start:start + 1000, None] - points[None]) ** 2).sum(-1)
        total += (1 / (1 + squares)).sum()
    squares = ((points[p.row] - points[p.col]) ** 2).sum(-1)
    return (p.data * np.log(p.data * (1 + squares))).sum() + np.log(total)


def main():
    content = gzip.open(sys.argv[1]).read()
    images = np.frombuffer(content, np.uint8, offset=16).reshape(-1, 784)[:10000].astype(np.float32) / 255
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        images.tofile(folder / "rows.f32")

        def condense(threads):
            line = subprocess.run([BINARY, "layout", folder, "784", str(threads)], capture_output=True, text=True,
                                  check=True).stdout.split()
            return float(line[0]), np.fromfile(folder / "points.f32", np.float32)

        condense(THREADS)
        ours = np.fromfile(folder / "components.f32", np.float32).reshape(-1, 50)
        theirs = PCA(50, svd_solver="full").fit_transform(images.astype(np.float64))
        signs = np.sign((ours * theirs).sum(0))
        print(f"principal components: largest difference from scikit-learn's {np.abs(ours * signs - theirs).max():.1e}")
        same = [condense(threads)[1] for threads in (1, 2, 3)]
        print("the same bits on 1, 2 and 3 threads:", all((points == same[0]).all() for points in same))
        seconds, peer_seconds, ours_divergence, peer_divergence = [], [], [], []
        for _ in range(ROUNDS):
            took, points = condense(THREADS)
            seconds.append(took)
            start = time.perf_counter()
            embedding = openTSNE.TSNE(perplexity=30, n_jobs=THREADS, neighbors="exact", random_state=1,
                                      initialization="pca").fit(ours.astype(np.float64))
            peer_seconds.append(time.perf_counter() - start)
            peer_divergence.append(divergence(np.array(embedding), embedding.affinities.P))
            ours_divergence.append(divergence(points.reshape(2, -1).T.astype(float), embedding.affinities.P))
        print(f"Condense {statistics.median(seconds):.2f} s, divergence {statistics.median(ours_divergence):.4f};"
              f" openTSNE {statistics.median(peer_seconds):.1f} s, {statistics.median(peer_divergence):.4f};"
              f" ratio {statistics.median(peer_seconds) / statistics.median(seconds):.1f}")


if __name__ == "__main__":
    main()
