"""Reads vectors as other programs do and prints them as JSON, in the order of the file.

python read_vectors.py FILE  ->  [[value, [numbers]], ...]; exits with 3 where NumPy is missing.
"""

import csv
import json
import sys

try:
    import numpy as np
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(3)

path = sys.argv[1]
rows = []
if path.endswith(".npy"):
    matrix = np.load(path)
    assert matrix.dtype == np.dtype("<f4") and matrix.ndim == 2 and matrix.flags.c_contiguous
    with open(path[:-4] + ".txt", encoding="utf-8", newline="\n") as file:
        values = file.read().split("\n")
    assert values.pop() == "" and len(values) == len(matrix)
    rows = list(zip(values, matrix))
elif path.endswith(".txt"):
    with open(path, encoding="utf-8", newline="\n") as file:
        count, dimension = map(int, file.readline().split())
        for line in file:
            value, *numbers = line.rstrip("\n").split(" ")
            assert len(numbers) == dimension
            rows.append((value, np.array(numbers, dtype=np.float32)))
    assert len(rows) == count
elif path.endswith(".jsonl"):
    with open(path, encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            assert list(record) == ["value", "count", "vector"]
            rows.append((record["value"], np.array(record["vector"], dtype=np.float32)))
else:
    delimiter = "\t" if path.endswith(".tsv") else ","
    with open(path, encoding="utf-8", newline="") as file:
        header, *cells = csv.reader(file, delimiter=delimiter)
    assert header == ["value", "count"] + [f"d{i + 1}" for i in range(len(header) - 2)]
    rows = [(row[0], np.array(row[2:], dtype=np.float32)) for row in cells]
print(json.dumps([[value, [float(x) for x in vector]] for value, vector in rows]))
