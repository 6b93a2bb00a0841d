"""PyTorch's validation RMSE by seconds of training, from a cold start.

Needs Python 3 with numpy and torch 1.13 or newer. Installs nothing.

    python3 bench/peers/pytorch_rmse.py --train T --validation V --data NAME --dim 8 \\
        --lambda-r 0.15 --lambda-g 0.01 --lr 0.1 --epochs 300 --threads 2

The files have user row, item row and rating, from 0. The forms are those of pytorch_forms.py; their
setting up is part of the time. Prints a JSON object a line.
"""

import argparse
import json
import time

import numpy as np
import torch

from pytorch_epoch import factors, load
from pytorch_forms import FORMS, Problem, Trainer

EPOCHS_OF_POINT = 10


def curve(form, arguments, device, data, epochs):
    users, items, targets, u, v, weights, held = arguments
    started = time.perf_counter()
    trainer = Trainer(form, Problem(users, items, targets, u, v, device, weights))
    held = [torch.as_tensor(each, device=device) for each in held]
    seconds, rmse = [], []
    for _ in range(0, epochs, EPOCHS_OF_POINT):
        trainer.run(EPOCHS_OF_POINT)
        seconds.append(time.perf_counter() - started)
        rmse.append(float((trainer.errors(*held) ** 2).mean().sqrt()))
    return {
        "who": f"PyTorch {form}, {device}",
        "version": torch.__version__,
        "data": data,
        "settings": f"d = {u.shape[1]}, lambda-r {weights[1]}, lambda-g {weights[2]}, lr {weights[0]}",
        "seconds": [round(each, 4) for each in seconds],
        "rmse": [round(each, 5) for each in rmse],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--train", required=True)
    parser.add_argument("--validation", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--dim", type=int, required=True)
    parser.add_argument("--lambda-r", type=float, required=True)
    parser.add_argument("--lambda-g", type=float, required=True)
    parser.add_argument("--lr", type=float, required=True)
    parser.add_argument("--epochs", type=int, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--forms", default="dense,csr")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    users, items, ratings = load(options.train, 0)
    held_users, held_items, held_ratings = load(options.validation, 0)
    mean = ratings.mean(dtype=np.float64)
    generator = torch.Generator().manual_seed(1)
    arguments = (
        users,
        items,
        (ratings - mean).astype(np.float32),
        factors(max(users.max(), held_users.max()) + 1, options.dim, generator),
        factors(max(items.max(), held_items.max()) + 1, options.dim, generator),
        (options.lr, options.lambda_r, options.lambda_g),
        (held_users, held_items, (held_ratings - mean).astype(np.float32)),
    )
    devices = ["cpu"] + (["cuda"] if torch.cuda.is_available() else [])
    for device in devices:
        for form in options.forms.split(","):
            reason = FORMS[form].problem(device)
            if reason:
                print(json.dumps({"leftOut": f"PyTorch {form}: {reason}"}), flush=True)
                continue
            result = curve(form, arguments, device, options.data, options.epochs)
            print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
