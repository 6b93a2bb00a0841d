"""scikit-learn's time for the notebook's t-SNE of a matrix's rows.

Needs Python 3 with numpy and scikit-learn (Debian: python3-sklearn). Installs nothing.

    python3 bench/peers/sklearn_tsne.py --points item_factors.npy --threads 2 [--runs 3]

Prints one JSON line: milliseconds of fit_transform alone, without imports; the divergence is the one
that scikit-learn reports.
"""

import argparse
import json
import os
import time

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--points", required=True)
parser.add_argument("--components", type=int, default=3)
parser.add_argument("--perplexity", type=float, default=3)
parser.add_argument("--iterations", type=int, default=1000)
parser.add_argument("--threads", type=int, default=os.cpu_count())
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--runs", type=int, default=1)
parser.add_argument("--data", default="")
options = parser.parse_args()
# OpenMP reads it when it is loaded.
os.environ["OMP_NUM_THREADS"] = str(options.threads)

import numpy as np
import sklearn
from sklearn.manifold import TSNE

points = np.load(options.points)
times, divergences = [], []
for run in range(options.runs):
    tsne = TSNE(
        options.components,
        perplexity=options.perplexity,
        n_iter=options.iterations,
        init="random",
        random_state=options.seed + run,
        n_jobs=options.threads,
    )
    started = time.perf_counter()
    tsne.fit_transform(points)
    times.append(1e3 * (time.perf_counter() - started))
    divergences.append(float(tsne.kl_divergence_))
result = {
    "peer": "sklearn-tsne",
    "version": sklearn.__version__,
    "data": options.data or os.path.basename(options.points),
    "device": "cpu",
    "dim": points.shape[1],
    "threads": options.threads,
    "ms": round(float(np.median(times)), 1),
    "msMin": round(min(times), 1),
    "msMax": round(max(times), 1),
    "klDivergence": round(float(np.median(divergences)), 4),
}
print(json.dumps(result), flush=True)
