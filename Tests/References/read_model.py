"""Reads a model file with the safetensors library alone and prints one embedding as JSON.

python read_model.py MODEL COLUMN  ->  {"value": [numbers], ...}; exits with 3 where a library is missing.
"""

import json
import sys

try:
    import numpy as np
    from safetensors import safe_open
    from safetensors.numpy import load_file
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(3)

path, column = sys.argv[1:]
tensors = load_file(path)
embedding = tensors[f"embedding.{column}"]
offsets = tensors[f"vocabulary.{column}.offsets"]
text = tensors[f"vocabulary.{column}"].tobytes()
counts = tensors[f"vocabulary.{column}.counts"]
assert embedding.dtype == np.float32 and offsets.dtype == np.int64
assert len(offsets) == len(embedding) + 1 and offsets[0] == 0 and offsets[-1] == len(text)
assert len(counts) <= len(embedding)
with safe_open(path, framework="numpy") as file:
    metadata = file.metadata()
    described = json.loads(metadata["condense"])
    assert metadata["format_version"] == "1" and described["schema"]["target"]
    assert sorted(file.keys()) == sorted(tensors)
rows = {}
for row in range(1, len(embedding)):
    value = text[offsets[row] : offsets[row + 1]].decode("utf-8")
    if value:
        rows[value] = [float(x) for x in embedding[row]]
print(json.dumps(rows))
