"""Whether PyTorch's forms follow golden trajectories: what is timed must be what is meant.

Needs Python 3 with numpy and torch 1.13 or newer (Debian: python3-numpy python3-torch).
Installs nothing.

    python3 bench/peers/pytorch_golden.py engine/src/main/resources/io/gravmf/selftest/golden.json
    python3 bench/peers/pytorch_golden.py --ratings u.data GOLDEN_FOLDER ...

A golden is gravmf's own file, with its ratings inside, or a folder with config.json, init_*.npy,
permutation.npy and trajectory.csv of a split of u.data; both were computed in float64. Each form
(pytorch_forms.py) trains in float32 from the golden's factors, and each loss term before each epoch's
update is compared; a form that cannot be run here, or not on that problem, is passed over. Prints a JSON object a line, and stops with an error where a term differs by more
than 1e-4.
"""

import argparse
import csv
import json
import pathlib

import numpy as np
import torch

from pytorch_epoch import load
from pytorch_forms import FORMS, LAMBDA_G, LAMBDA_R, LR, WEIGHT_DECAY, Problem, Trainer

TERMS = ("mse", "l2", "gravity")
TOLERANCE = 1e-4
EPOCHS = 60


def centred(ratings):
    return (ratings - ratings.mean(dtype=np.float64)).astype(np.float32)


def from_file(path, device):
    """Returns a problem, and its losses by epoch."""
    golden = json.loads(path.read_text())
    same_weights(path, golden["learning_rate"], golden["lambda_r"], golden["lambda_g"], golden["weight_decay"])
    train = golden["train"]
    problem = Problem(
        np.array(train["users"], dtype=np.int64),
        np.array(train["items"], dtype=np.int64),
        centred(np.array(train["ratings"], dtype=np.float32)),
        torch.tensor(golden["init_user"], dtype=torch.float32),
        torch.tensor(golden["init_item"], dtype=torch.float32),
        device,
    )
    return problem, {k: losses[:3] for k, losses in enumerate(golden["trajectory"])}


def from_folder(path, ratings, device):
    """The same of a split of u.data."""
    config = json.loads((path / "config.json").read_text())
    same_weights(path, config["lr"], config["lambda_r"], config["lambda_g"], config["weight_decay"])
    users, items, values = load(ratings, 1)
    order = np.load(path / "permutation.npy")
    train = order[: round(config["split"] * len(order))]
    problem = Problem(
        users[train],
        items[train],
        centred(values[train]),
        torch.tensor(np.load(path / "init_user.npy").astype(np.float32)),
        torch.tensor(np.load(path / "init_movie.npy").astype(np.float32)),
        device,
    )
    with open(path / "trajectory.csv") as lines:
        rows = {int(row["epoch"]): row for row in csv.DictReader(lines)}
    return problem, {k: [float(row["train_" + term]) for term in TERMS] for k, row in rows.items()}


def same_weights(path, *found):
    expected = (LR, LAMBDA_R, LAMBDA_G, WEIGHT_DECAY)
    if found != expected:
        raise SystemExit(f"{path}: learning rate and weights are {found}, the forms have {expected}")


def worst(form, problem, expected):
    """Trains, and returns the largest relative difference of a term and how many were compared."""
    trainer = Trainer(form, problem)
    largest, compared = 0.0, 0
    for epoch in range(EPOCHS):
        if epoch in expected:
            for term, goal in zip(TERMS, expected[epoch]):
                found = trainer.losses()[term]
                difference = abs(found / goal - 1)
                if not difference <= TOLERANCE:
                    raise SystemExit(f"{form}: epoch {epoch}: {term} is {found}, not {goal}")
                largest, compared = max(largest, difference), compared + 1
        trainer.step()
    return largest, compared


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("goldens", nargs="+", type=pathlib.Path)
    parser.add_argument("--ratings", help="u.data, for goldens that are folders")
    parser.add_argument("--forms", default=",".join(FORMS))
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    for golden in options.goldens:
        if golden.is_dir():
            problem, expected = from_folder(golden, options.ratings, options.device)
        else:
            problem, expected = from_file(golden, options.device)
        for form in options.forms.split(","):
            if FORMS[form].problem(options.device) or FORMS[form].does_not_fit(problem):
                continue
            largest, compared = worst(form, problem, expected)
            check = {
                "peer": "pytorch-" + form,
                "device": options.device,
                "golden": golden.stem,
                "compared": compared,
                "worst": float(f"{largest:.2g}"),
            }
            print(json.dumps(check), flush=True)


if __name__ == "__main__":
    main()
