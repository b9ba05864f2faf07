"""fastText on the texts of the reviews: the whole program, reading included."""
import csv
import gzip
import os
import subprocess
import sys
import time

try:
    import fasttext
except ImportError:
    fasttext = None

INSTALL = "pip install fasttext-wheel"
# Learns with bigrams for ten epochs, as fastText's own examples do; prints the share of right answers.
PROGRAM = """
import sys, fasttext
fasttext.FastText.eprint = lambda *_: None
model = fasttext.train_supervised(sys.argv[1], dim=10, wordNgrams=2, epoch=10, lr=0.1, thread=int(sys.argv[2]), verbose=0)
model.save_model(sys.argv[3])
"""


def version():
    from importlib.metadata import version
    return f"fastText {version('fasttext-wheel')}"


def convert(source, target):
    """A CSV of texts and labels as the lines that fastText reads; in small letters and words apart, as it needs."""
    csv.field_size_limit(1 << 30)
    with gzip.open(source, "rt") as rows, open(target, "w") as lines:
        for row in csv.DictReader(rows):
            text = "".join(c if c.isalnum() or c == "'" else f" {c} " for c in row["text"].lower())
            lines.write(f"__label__{row['label']} {' '.join(text.split())}\n")


class Peer:
    def __init__(self, data, folder, threads):
        self.folder, self.threads = folder, threads
        for name in ("train", "test"):
            convert(data / f"{name}.csv.gz", folder / f"{name}.txt")

    def time(self):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", PROGRAM, self.folder / "train.txt", str(self.threads),
                        self.folder / "model.bin"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return time.perf_counter() - start

    def score(self):
        line = ("import sys, fasttext; fasttext.FastText.eprint = lambda *_: None;"
                "print(fasttext.load_model(sys.argv[1]).test(sys.argv[2])[1])")
        return float(subprocess.run([sys.executable, "-c", line, self.folder / "model.bin", self.folder / "test.txt"],
                                    check=True, capture_output=True, text=True).stdout)
