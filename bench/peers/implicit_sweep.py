"""benfred/implicit's time for a sweep of alternating least squares on a CPU, by its public API.

Needs Python 3 with numpy, scipy and implicit 0.6 or newer (PyPI: implicit). Installs nothing.

    python3 bench/peers/implicit_sweep.py --ratings u.data --dims 32,64,100,128 --threads 2

Its model is that of Hu, Koren & Volinsky (2008): each rating is a confidence. The work of a sweep,
a system of d unknowns for each row, is the engine's. Exact (Cholesky) and by its three steps of
conjugate gradients. A sweep's time is the difference of fits with many and with one iteration,
so that setting up is no part of it. Prints a JSON object a line.
"""

import argparse
import json
import os
import statistics
import sys
import time

SAMPLES = 3
SECONDS_OF_SAMPLE = 0.5
MOST_SWEEPS = 100

# Read when the libraries are loaded; implicit has threads of its own, and BLAS's disturb them.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
# Two threads that meet on one processor wait for each other there for a whole slice of time.
os.environ.setdefault("OMP_PROC_BIND", "true")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")


def fit_seconds(model, options, ratings, dim, use_cg, sweeps):
    als = model(
        factors=dim,
        regularization=0.01,
        use_native=True,
        use_cg=use_cg,
        iterations=sweeps,
        calculate_training_loss=False,
        num_threads=options.threads,
        random_state=1,
    )
    started = time.perf_counter()
    als.fit(ratings, show_progress=False)
    return time.perf_counter() - started


def sweep_milliseconds(model, options, ratings, dim, use_cg):
    def seconds(sweeps):
        return fit_seconds(model, options, ratings, dim, use_cg, sweeps)

    seconds(1)
    rough = max(1e-5, (seconds(4) - seconds(1)) / 3)
    more = max(2, min(MOST_SWEEPS, round(SECONDS_OF_SAMPLE / rough)))
    samples = [1e3 * (seconds(1 + more) - seconds(1)) / more for _ in range(SAMPLES)]
    return statistics.median(samples), min(samples), max(samples)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ratings", required=True, help="user, item and rating")
    parser.add_argument("--first-id", type=int, default=1)
    parser.add_argument("--data", help="its name in the output")
    parser.add_argument("--dims", default="32,64,100,128")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    import numpy as np
    import scipy.sparse
    import implicit
    from implicit.cpu.als import AlternatingLeastSquares

    columns = np.loadtxt(options.ratings, usecols=(0, 1, 2))
    users, items = (columns[:, k].astype(np.int64) - options.first_id for k in (0, 1))
    ratings = scipy.sparse.csr_matrix((columns[:, 2].astype(np.float32), (users, items)))
    for dim in [int(each) for each in options.dims.split(",")]:
        for use_cg in (False, True):
            median, least, most = sweep_milliseconds(
                AlternatingLeastSquares, options, ratings, dim, use_cg
            )
            result = {
                "peer": "implicit-als-cg" if use_cg else "implicit-als",
                "version": implicit.__version__,
                "data": options.data or os.path.basename(options.ratings),
                "device": "cpu",
                "dim": dim,
                "threads": options.threads,
                "ms": round(median, 4),
                "msMin": round(least, 4),
                "msMax": round(most, 4),
            }
            print(json.dumps(result), flush=True)


if __name__ == "__main__":
    sys.exit(main())
