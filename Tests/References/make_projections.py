"""Writes Tests/Fixtures/projections/principal-components.json: what scikit-learn makes of a small matrix."""
import json
import pathlib

import numpy
import sklearn
from sklearn.decomposition import PCA

random = numpy.random.default_rng(7)
rows = (random.normal(size=(40, 6)) @ random.normal(size=(6, 6)) + random.normal(size=6)).astype(numpy.float32)
pca = PCA(4, svd_solver="full").fit(rows.astype(numpy.float64))
file = pathlib.Path(__file__).parent.parent / "Fixtures" / "projections" / "principal-components.json"
file.write_text(
    json.dumps(
        {
            "made_by": f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}, seed 7",
            "dimension": 6,
            "rows": [float(x) for x in rows.ravel()],
            "mean": pca.mean_.tolist(),
            "directions": pca.components_.ravel().tolist(),
            "variances": pca.explained_variance_.tolist(),
            "explained": pca.explained_variance_ratio_.tolist(),
            "projected": pca.transform(rows.astype(numpy.float64)).T.ravel().tolist(),
        },
        indent=1,
    )
    + "\n"
)
