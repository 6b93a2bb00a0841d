"""PyTorch's time for an epoch of the notebook's model: its own dense form, and the best one here.

Needs Python 3 with numpy and torch (Debian: python3-numpy python3-torch). Installs nothing.

    python3 bench/peers/pytorch_epoch.py --ratings u.data --dims 16,100 --threads 1,2 [--golden DIR]

With --golden it first follows that trajectory (config.json, init_*.npy, permutation.npy,
trajectory.csv) and stops if a loss differs by more than 1e-4: what is timed is what is meant.
Prints one JSON line for each dim, form and number of threads.
"""

import argparse
import csv
import json
import pathlib
import time

import numpy as np
import torch

LR, WEIGHT_DECAY, LAMBDA_R, LAMBDA_G = 0.1, 0.01, 0.1, 0.1


def load(path):
    data = np.loadtxt(path, dtype=np.int64)
    return data[:, 0] - 1, data[:, 1] - 1, data[:, 2].astype(np.float32)


def dense_loss(u, v, users, items, targets):
    """The notebook: the whole prediction matrix, twice read."""
    scores = u @ v.T
    mse = ((scores[users, items] - targets) ** 2).mean()
    l2 = LAMBDA_R * ((u**2).sum() / u.shape[0] + (v**2).sum() / v.shape[0])
    gravity = LAMBDA_G * (scores**2).mean()
    return mse, l2, gravity


def gram_loss(u, v, users, items, targets):
    """The Gramian identity for gravity, and gathered rows for the ratings."""
    embed = torch.nn.functional.embedding
    errors = (embed(users, u) * embed(items, v)).sum(1) - targets
    mse = (errors**2).mean()
    gram_u, gram_v = u.T @ u, v.T @ v
    l2 = LAMBDA_R * (gram_u.trace() / u.shape[0] + gram_v.trace() / v.shape[0])
    gravity = LAMBDA_G * (gram_u * gram_v).sum() / (u.shape[0] * v.shape[0])
    return mse, l2, gravity


FORMS = {"dense": dense_loss, "gram": gram_loss}


def run(form, u, v, users, items, targets, epochs, on_epoch=lambda epoch, terms: None):
    u, v = torch.nn.Parameter(u.clone()), torch.nn.Parameter(v.clone())
    optimizer = torch.optim.AdamW([u, v], lr=LR, weight_decay=WEIGHT_DECAY)
    started = time.perf_counter()
    for epoch in range(epochs):
        optimizer.zero_grad()
        terms = FORMS[form](u, v, users, items, targets)
        sum(terms).backward()
        on_epoch(epoch, terms)
        optimizer.step()
    return (time.perf_counter() - started) / epochs


def check(form, golden, users, items, ratings):
    golden = pathlib.Path(golden)
    order = np.load(golden / "permutation.npy")
    train = order[: round(0.8 * len(order))]
    mean = ratings[train].mean(dtype=np.float64)
    expected = {int(r["epoch"]): r for r in csv.DictReader(open(golden / "trajectory.csv"))}

    def compare(epoch, terms):
        if epoch in expected:
            for name, term in zip(("mse", "l2", "gravity"), terms):
                goal = float(expected[epoch]["train_" + name])
                if abs(term.item() / goal - 1) > 1e-4:
                    raise SystemExit(f"{form}: epoch {epoch}: {name} is {term.item()}, not {goal}")

    run(
        form,
        torch.tensor(np.load(golden / "init_user.npy").astype(np.float32)),
        torch.tensor(np.load(golden / "init_movie.npy").astype(np.float32)),
        torch.tensor(users[train]),
        torch.tensor(items[train]),
        torch.tensor((ratings[train] - mean).astype(np.float32)),
        60,
        compare,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ratings", required=True)
    parser.add_argument("--dims", default="16,32,64,100,128,256")
    parser.add_argument("--threads", default="2")
    parser.add_argument("--forms", default="dense,gram")
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--golden")
    options = parser.parse_args()
    users, items, ratings = load(options.ratings)
    for form in options.forms.split(","):
        if options.golden:
            check(form, options.golden, users, items, ratings)
    train = np.random.default_rng(1).permutation(len(ratings))[: round(0.8 * len(ratings))]
    at = torch.tensor(users[train]), torch.tensor(items[train])
    targets = torch.tensor(ratings[train] - ratings[train].mean())
    for dim in map(int, options.dims.split(",")):
        generator = torch.Generator().manual_seed(1)
        u = torch.randn(int(users.max()) + 1, dim, generator=generator)
        v = torch.randn(int(items.max()) + 1, dim, generator=generator)
        for threads in map(int, options.threads.split(",")):
            torch.set_num_threads(threads)
            for form in options.forms.split(","):
                run(form, u, v, *at, targets, 10)
                times = [run(form, u, v, *at, targets, options.epochs // 5) for _ in range(5)]
                result = {
                    "peer": "pytorch-" + form,
                    "torch": torch.__version__,
                    "dim": dim,
                    "threads": threads,
                    "ms_per_epoch": round(1e3 * float(np.median(times)), 3),
                    "ms_min": round(1e3 * min(times), 3),
                    "ms_max": round(1e3 * max(times), 3),
                }
                print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
