"""Makes a golden trajectory: what PyTorch's float64 makes of the notebook's model, epoch by epoch.

Needs Python 3 with numpy and torch 1.13 or newer (Debian: python3-numpy python3-torch). Installs
nothing.

    python3 bench/peers/pytorch_make_golden.py --ratings u.data --out goldens/notebook-d100
    python3 bench/peers/pytorch_make_golden.py --ratings u.data --out again --epochs 60 \\
        --like goldens/notebook-d100

The form is the notebook's own (pytorch_forms.py, dense): autograd through the whole matrix of
predictions. The folder has config.json, init_user.npy, init_movie.npy, permutation.npy,
trajectory.csv and the final factors; a row of the trajectory has the losses on the training part
before an epoch's update and those on the validation part after it. --like takes factors, split and
settings from another golden and compares the trajectories: a new one that strays is an error.
"""

import argparse
import csv
import json
import pathlib

import numpy as np
import torch

from pytorch_epoch import load
from pytorch_forms import WEIGHT_DECAY, Problem, Trainer

TERMS = ("mse", "l2", "gravity", "total")
COLUMNS = ["epoch"] + ["train_" + term for term in TERMS] + ["val_" + term for term in TERMS]
TOLERANCE = 1e-9


def settings(options):
    if options.like:
        return json.loads((options.like / "config.json").read_text())
    return {
        "dim": options.dim,
        "epochs": options.epochs,
        "lr": options.lr,
        "lambda_r": options.lambda_r,
        "lambda_g": options.lambda_g,
        "weight_decay": WEIGHT_DECAY,
        "split": options.split,
        "computed_in": "float64",
    }


def start(options, config, count, users, items):
    """Returns the factors to start from and the order of which the first part is trained on."""
    if options.like:
        names = ("init_user", "init_movie", "permutation")
        return [np.load(options.like / (name + ".npy")) for name in names]
    random = np.random.default_rng(options.seed)
    return [
        random.standard_normal((users, config["dim"]), dtype=np.float32),
        random.standard_normal((items, config["dim"]), dtype=np.float32),
        random.permutation(count).astype(np.int32),
    ]


def with_total(losses):
    return [losses[term] for term in TERMS[:3]] + [sum(losses[term] for term in TERMS[:3])]


def rows(trainer, held, epochs, options):
    """Trains, and yields a row for the first epochs, then for every so many, and for the last."""
    for epoch in range(epochs):
        noted = epoch < options.each_until or epoch % options.every == 0 or epoch == epochs - 1
        row = [epoch] + with_total(trainer.losses()) if noted else None
        trainer.step()
        if noted:
            after = trainer.losses()
            after["mse"] = float((trainer.errors(*held) ** 2).mean())
            yield row + with_total(after)


def compare(trajectory, golden):
    with open(golden / "trajectory.csv") as lines:
        known = {int(row["epoch"]): row for row in csv.DictReader(lines)}
    worst, compared = 0.0, 0
    for row in trajectory:
        for name, value in zip(COLUMNS[1:], row[1:]):
            if row[0] in known:
                worst = max(worst, abs(value / float(known[row[0]][name]) - 1))
                compared += 1
    print(f"{compared} losses compared with {golden}, the largest relative difference is {worst:.1e}")
    if not compared or worst > TOLERANCE:
        raise SystemExit(f"this is not the trajectory of {golden}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ratings", required=True, help="u.data")
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--like", type=pathlib.Path, help="a golden to begin as, and to compare with")
    parser.add_argument("--dim", type=int, default=100)
    parser.add_argument("--epochs", type=int, help="default: 20000, or those of --like")
    parser.add_argument("--lr", type=float, default=0.1)
    parser.add_argument("--lambda-r", type=float, default=0.1)
    parser.add_argument("--lambda-g", type=float, default=0.1)
    parser.add_argument("--split", type=float, default=0.8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each-until", type=int, default=50, help="epochs that are all noted")
    parser.add_argument("--every", type=int, default=200, help="which are noted after that")
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    if options.epochs is None and not options.like:
        options.epochs = 20000
    config = settings(options)
    config["epochs"] = options.epochs or config["epochs"]
    if config["weight_decay"] != WEIGHT_DECAY:
        raise SystemExit(f"the forms have weight decay {WEIGHT_DECAY}, not {config['weight_decay']}")

    users, items, ratings = load(options.ratings, 1)
    ratings = ratings.astype(np.float64)
    u, v, order = start(options, config, len(ratings), users.max() + 1, items.max() + 1)
    count = round(config["split"] * len(order))
    train, held = order[:count], order[count:]
    mean = ratings[train].mean()
    config["train_mean"] = mean
    problem = Problem(
        users[train],
        items[train],
        ratings[train] - mean,
        torch.tensor(u, dtype=torch.float64),
        torch.tensor(v, dtype=torch.float64),
        options.device,
        (config["lr"], config["lambda_r"], config["lambda_g"]),
    )
    trainer = Trainer("dense", problem)
    validation = [
        torch.as_tensor(part, device=options.device)
        for part in (users[held], items[held], ratings[held] - mean)
    ]
    options.out.mkdir(parents=True, exist_ok=True)
    trajectory = []
    with open(options.out / "trajectory.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows(trainer, validation, config["epochs"], options):
            writer.writerow([row[0]] + [f"{value:.12g}" for value in row[1:]])
            file.flush()
            trajectory.append(row)
    (options.out / "config.json").write_text(json.dumps(config, indent=1))
    np.save(options.out / "init_user.npy", u)
    np.save(options.out / "init_movie.npy", v)
    np.save(options.out / "permutation.npy", order)
    np.save(options.out / "final_user.npy", trainer.form.u.cpu().numpy().astype(np.float32))
    np.save(options.out / "final_movie.npy", trainer.form.v.cpu().numpy().astype(np.float32))
    if options.like:
        compare(trajectory, options.like)


if __name__ == "__main__":
    main()
