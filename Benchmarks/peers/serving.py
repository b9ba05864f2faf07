"""Predictions of workloads P and P4096 by ONNX Runtime, on one thread, with the weights that Condense takes too."""
import json
import time
import warnings

try:
    import numpy as np
    import onnx
    import onnxruntime
    import torch
except ImportError:
    onnxruntime = None

INSTALL = "pip install torch==2.13.0+cpu numpy onnx onnxruntime"
COLUMNS, VOCABULARY, DIMENSION, NUMBERS = 6, 1000, 16, 10
WIDTHS = [COLUMNS * DIMENSION + NUMBERS, 128, 64, 2]


def version():
    return f"ONNX Runtime {onnxruntime.__version__}"


class Network(torch.nn.Module if onnxruntime else object):
    def __init__(self):
        super().__init__()
        self.tables = torch.nn.ModuleList([torch.nn.Embedding(VOCABULARY, DIMENSION) for _ in range(COLUMNS)])
        self.layers = torch.nn.ModuleList([torch.nn.Linear(a, b) for a, b in zip(WIDTHS, WIDTHS[1:])])

    def forward(self, ids, numbers):
        x = torch.cat([table(ids[:, i]) for i, table in enumerate(self.tables)] + [numbers], 1)
        for layer in self.layers[:-1]:
            x = torch.relu(layer(x))
        return self.layers[-1](x)


class Peer:
    def __init__(self, folder, rows):
        torch.manual_seed(1)
        self.rows = rows
        network = Network().eval()
        self.ids = np.random.default_rng(1).integers(0, VOCABULARY, (rows, COLUMNS))
        self.numbers = np.random.default_rng(2).random((rows, NUMBERS), dtype=np.float32)
        path = folder / "network.onnx"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                network, (torch.from_numpy(self.ids), torch.from_numpy(self.numbers)), str(path), dynamo=False,
                input_names=["ids", "numbers"], dynamic_axes={"ids": {0: "rows"}, "numbers": {0: "rows"}})
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(path), options)
        (folder / "workload.json").write_text(json.dumps(dict(
            rows=rows, columns=COLUMNS, vocabulary=VOCABULARY, dimension=DIMENSION, numbers=NUMBERS, widths=WIDTHS)))
        tensors = {f"table{i}": table.weight for i, table in enumerate(network.tables, 1)}
        for i, layer in enumerate(network.layers, 1):
            tensors[f"weight{i}"], tensors[f"bias{i}"] = layer.weight, layer.bias
        for name, tensor in tensors.items():
            tensor.detach().numpy().astype("<f4").tofile(folder / f"{name}.f32")
        self.ids.astype("<i4").tofile(folder / "ids.i32")
        self.numbers.tofile(folder / "numbers.f32")

    def run(self):
        return self.session.run(None, {"ids": self.ids, "numbers": self.numbers})[0]

    def time(self, count):
        """The median of single calls, as one who waits for an answer sees it."""
        times = []
        for _ in range(count):
            start = time.perf_counter()
            self.run()
            times.append(time.perf_counter() - start)
        return sorted(times)[count // 2]
