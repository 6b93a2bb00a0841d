"""PyTorch's time for an epoch of the notebook's model, in its own form and in the best ones here.

Needs Python 3 with numpy and torch 1.13 or newer (Debian: python3-numpy python3-torch).
Installs nothing.

    python3 bench/peers/pytorch_epoch.py --ratings u.data --dims 16,100 --threads 1,2
    python3 bench/peers/pytorch_epoch.py --ratings u.data --golden DIR --dims ''

Forms (pytorch_forms.py): dense, the notebook's own; masked, csr and gather, which compute the same
gradient by hand, each fastest somewhere. A form that this PyTorch cannot run is left out, with the
reason. With --golden each form first follows that trajectory (config.json, init_*.npy,
permutation.npy, trajectory.csv) and the script stops if a loss differs by more than 1e-4: what is
timed is what is meant. Prints a JSON object a line.
"""

import argparse
import csv
import json
import pathlib
import time

import numpy as np
import torch

from pytorch_forms import FORMS, Problem, Trainer, optimizer_name

SAMPLES = 5
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


def check(form, golden, users, items, ratings, device, epochs=60):
    """Follows a golden trajectory; losses are computed apart, by the dense formula."""
    golden = pathlib.Path(golden)
    order = np.load(golden / "permutation.npy")
    train = order[: round(0.8 * len(order))]
    mean = ratings[train].mean(dtype=np.float64)
    problem = Problem(
        users[train],
        items[train],
        (ratings[train] - mean).astype(np.float32),
        torch.tensor(np.load(golden / "init_user.npy").astype(np.float32)),
        torch.tensor(np.load(golden / "init_movie.npy").astype(np.float32)),
        device,
    )
    with open(golden / "trajectory.csv") as lines:
        expected = {int(row["epoch"]): row for row in csv.DictReader(lines)}
    trainer = Trainer(form, problem)
    for epoch in range(epochs):
        if epoch in expected:
            for name, term in trainer.losses().items():
                goal = float(expected[epoch]["train_" + name])
                if not abs(term / goal - 1) <= 1e-4:
                    raise SystemExit(f"{form}: epoch {epoch}: {name} is {term}, not {goal}")
        trainer.step()


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
    parser.add_argument("--threads", default="2")
    parser.add_argument("--forms", default=",".join(FORMS))
    parser.add_argument("--epochs", type=int, help="of a sample; default: as many as fit 0.25 s")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--golden")
    options = parser.parse_args()
    forms = options.forms.split(",")
    if options.ratings:
        users, items, ratings = load(options.ratings, 1)
        train = np.random.default_rng(1).permutation(len(ratings))[: round(0.8 * len(ratings))]
    else:
        users, items, ratings = load(options.train, 0)
        train = np.arange(len(ratings))
    threads = list(map(int, options.threads.split(",")))
    torch.set_num_threads(max(threads))
    usable = []
    for form in forms:
        reason = FORMS[form].problem(options.device)
        if reason:
            print(json.dumps({"leftOut": f"PyTorch {torch.__version__}, {form}: {reason}"}))
            continue
        usable.append(form)
        if options.golden:
            check(form, options.golden, users, items, ratings, options.device)
    n, m = int(users.max()) + 1, int(items.max()) + 1
    targets = (ratings[train] - ratings[train].mean(dtype=np.float64)).astype(np.float32)
    for dim in map(int, filter(None, options.dims.split(","))):
        generator = torch.Generator().manual_seed(1)
        u, v = factors(n, dim, generator), factors(m, dim, generator)
        problem = Problem(users[train], items[train], targets, u, v, options.device)
        for count in threads if options.device == "cpu" else threads[-1:]:
            torch.set_num_threads(count)
            for form in usable:
                refusal = FORMS[form].does_not_fit(problem)
                if refusal:
                    print(json.dumps({"leftOut": f"PyTorch, {form}, {options.data}: {refusal}"}))
                    continue
                samples = measure(form, problem, options.epochs)
                result = {
                    "peer": "pytorch-" + form,
                    "version": torch.__version__ + ", " + optimizer_name(form, options.device),
                    "data": options.data,
                    "device": options.device,
                    "dim": dim,
                    "threads": count,
                    "ms": round(float(np.median(samples)), 4),
                    "msMin": round(min(samples), 4),
                    "msMax": round(max(samples), 4),
                }
                print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
