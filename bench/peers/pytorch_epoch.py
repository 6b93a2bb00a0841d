"""PyTorch's time for an epoch of the notebook's model, in its own form and in the best ones here.

Needs Python 3 with numpy and torch 1.13 or newer (Debian: python3-numpy python3-torch
libopenblas0-openmp). Installs nothing.

    python3 bench/peers/pytorch_epoch.py --ratings u.data --dims 16,100 --threads 2
    python3 bench/peers/pytorch_epoch.py --ratings u.data --dims 16,100 --threads 2 --tuned

Forms (pytorch_forms.py): dense, the notebook's own; compiled, the same by torch.compile; masked,
csr and gather, which compute the same gradient by hand, each fastest somewhere. A form that this
PyTorch cannot run is left out, with the reason. pytorch_golden.py shows that all of them compute what the notebook does.

PyTorch and its BLAS both get the number of threads; a BLAS whose threads are not OpenMP's disturbs
PyTorch's own, and the script says so. --tuned tells the C library's allocator to keep what is freed:
by default it gives large matrices back to the system, whose page faults are half of the notebook's
epoch. Prints a JSON object a line.
"""

import argparse
import json
import os
import sys
import time

import numpy as np
import torch

from pytorch_forms import FORMS, Problem, Trainer, optimizer_name

SAMPLES = 5
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")

# glibc: never give back, never map a matrix by itself.
KEEP_MEMORY = {"MALLOC_TRIM_THRESHOLD_": str(1 << 40), "MALLOC_MMAP_THRESHOLD_": str(1 << 30)}
SECONDS_OF_SAMPLE = 0.25


def load(path, first_id):
    data = np.loadtxt(path, dtype=np.float64, usecols=(0, 1, 2))
    return (
        data[:, 0].astype(np.int64) - first_id,
        data[:, 1].astype(np.int64) - first_id,
        data[:, 2].astype(np.float32),
    )


def factors(rows, dim, generator):
    return torch.randn(rows, dim, generator=generator)


def environment(threads, tuned):
    """What libraries read once, when they are loaded."""
    variables = {name: str(threads) for name in THREAD_VARIABLES}
    if tuned:
        variables.update(KEEP_MEMORY)
    return variables


def blas():
    """The BLAS in words, and whether its threads are PyTorch's."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return "", True
    for library in threadpool_info():
        if library["user_api"] == "blas":
            layer = library.get("threading_layer", "unknown")
            name = library["internal_api"] + " " + str(library["version"])
            return f", {name} on {layer}", layer in ("openmp", "gnu", "intel", "disabled")
    return "", True


def measure(form, problem, epochs):
    """Milliseconds of an epoch, some times over."""
    trainer = Trainer(form, problem)
    trainer.prepare()
    started = time.perf_counter()
    trainer.run(3)
    once = (time.perf_counter() - started) / 3
    count = epochs or int(min(200, max(2, SECONDS_OF_SAMPLE / once)))
    trainer.run(count)
    samples = []
    for _ in range(SAMPLES):
        started = time.perf_counter()
        trainer.run(count)
        samples.append(1e3 * (time.perf_counter() - started) / count)
    return samples


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--ratings", help="u.data; four fifths of it are trained on")
    source.add_argument("--train", help="user row, item row, rating; from 0, all trained on")
    parser.add_argument("--data", default="file", help="what to call the data")
    parser.add_argument("--dims", default="8,16,32,64,100,128,256")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--tuned", action="store_true", help="keep freed memory")
    parser.add_argument("--forms", default=",".join(FORMS))
    parser.add_argument("--epochs", type=int, help="of a sample; default: as many as fit 0.25 s")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--tf32", action="store_true", help="products of matrices in TF32, on a GPU")
    options = parser.parse_args()
    wanted = environment(options.threads, options.tuned)
    if any(os.environ.get(name) != value for name, value in wanted.items()):
        os.execve(sys.executable, [sys.executable] + sys.argv, {**os.environ, **wanted})
    if options.ratings:
        users, items, ratings = load(options.ratings, 1)
        train = np.random.default_rng(1).permutation(len(ratings))[: round(0.8 * len(ratings))]
    else:
        users, items, ratings = load(options.train, 0)
        train = np.arange(len(ratings))
    torch.set_num_threads(options.threads)
    torch.backends.cuda.matmul.allow_tf32 = options.tf32
    blas_name, shares_threads = blas()
    if options.threads > 1 and not shares_threads:
        words = f"PyTorch's best with {options.threads} threads: here{blas_name}, whose threads and"
        print(json.dumps({"leftOut": words + " PyTorch's own get in each other's way (Debian:"
                          " libopenblas0-openmp has others)"}))
    kind = ("tuned-" if options.tuned else "") + ("tf32-" if options.tf32 else "")
    n, m = int(users.max()) + 1, int(items.max()) + 1
    targets = (ratings[train] - ratings[train].mean(dtype=np.float64)).astype(np.float32)
    for form in options.forms.split(","):
        reason = FORMS[form].problem(options.device)
        if reason:
            print(json.dumps({"leftOut": f"PyTorch {torch.__version__}, {form}: {reason}"}))
            continue
        for dim in map(int, options.dims.split(",")):
            generator = torch.Generator().manual_seed(1)
            u, v = factors(n, dim, generator), factors(m, dim, generator)
            problem = Problem(users[train], items[train], targets, u, v, options.device)
            refusal = FORMS[form].does_not_fit(problem)
            if refusal:
                print(json.dumps({"leftOut": f"PyTorch, {form}, {options.data}: {refusal}"}))
                continue
            samples = measure(form, problem, options.epochs)
            result = {
                "peer": "pytorch-" + kind + form,
                "version": torch.__version__ + blas_name + ", " + optimizer_name(form, options.device),
                "data": options.data,
                "device": options.device,
                "dim": dim,
                "threads": options.threads,
                "ms": round(float(np.median(samples)), 4),
                "msMin": round(min(samples), 4),
                "msMax": round(max(samples), 4),
            }
            print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
