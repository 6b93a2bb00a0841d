"""Computes the golden run of `gravmf selftest`: the notebook's model, dense, in float64 by PyTorch.

Writes golden.json into the folder given. Needs numpy and torch; run once, the result is committed:

    python3 engine/src/test/python/make_selftest_golden.py engine/src/main/resources/io/gravmf/selftest
"""

import json
import pathlib
import sys

import numpy
import torch

USERS, ITEMS, DIM, RATINGS, EPOCHS = 61, 97, 12, 2500, 200
LEARNING_RATE, WEIGHT_DECAY, LAMBDA_R, LAMBDA_G = 0.1, 0.01, 0.1, 0.1


def draw():
    """Ratings with a taste behind them, few items very popular, the last user and item without any."""
    random = numpy.random.default_rng(20)
    popularity = 1 / numpy.arange(1, ITEMS)
    users = random.integers(0, USERS - 1, RATINGS)
    items = random.choice(ITEMS - 1, RATINGS, p=popularity / popularity.sum())
    taste = random.normal(size=(USERS, 3)), random.normal(size=(ITEMS, 3))
    stars = 3.5 + (taste[0][users] * taste[1][items]).sum(1) * 0.6 + random.normal(size=RATINGS) * 0.5
    factors = [random.normal(size=(rows, DIM)).astype(numpy.float32) for rows in (USERS, ITEMS)]
    return users, items, numpy.clip(numpy.rint(stars), 1, 5), factors


def losses(u, v, part, mean):
    users, items, stars = part
    predictions = u @ v.T
    mse = ((predictions[users, items] - (stars - mean)) ** 2).mean()
    l2 = LAMBDA_R * ((u**2).sum() / USERS + (v**2).sum() / ITEMS)
    gravity = LAMBDA_G * (predictions**2).mean()
    return mse, l2, gravity


def main(folder):
    users, items, stars, factors = draw()
    train_size = round(0.8 * RATINGS)
    to_tensors = lambda cut: (torch.tensor(users[cut]), torch.tensor(items[cut]), torch.tensor(stars[cut]))
    train, validation = to_tensors(slice(0, train_size)), to_tensors(slice(train_size, None))
    mean = train[2].mean()
    u, v = (torch.tensor(f, dtype=torch.float64, requires_grad=True) for f in factors)
    optimiser = torch.optim.AdamW([u, v], lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    trajectory = []
    for _ in range(EPOCHS):
        optimiser.zero_grad()
        terms = losses(u, v, train, mean)
        sum(terms).backward()
        optimiser.step()
        with torch.no_grad():
            after = losses(u, v, validation, mean)
        trajectory.append([float(f"{x.item():.12g}") for x in (*terms, *after)])

    def part(cut):
        return {"users": users[cut].tolist(), "items": items[cut].tolist(), "ratings": stars[cut].astype(int).tolist()}

    golden = {
        "learning_rate": LEARNING_RATE,
        "weight_decay": WEIGHT_DECAY,
        "lambda_r": LAMBDA_R,
        "lambda_g": LAMBDA_G,
        "train": part(slice(0, train_size)),
        "validation": part(slice(train_size, None)),
        "init_user": [[float(str(x)) for x in row] for row in factors[0]],
        "init_item": [[float(str(x)) for x in row] for row in factors[1]],
        "trajectory": trajectory,
        "final_user": [[float(f"{x:.10g}") for x in row] for row in u.tolist()],
        "final_item": [[float(f"{x:.10g}") for x in row] for row in v.tolist()],
    }
    text = json.dumps(golden, separators=(",", ":")).replace("],", "],\n")
    (pathlib.Path(folder) / "golden.json").write_text(text + "\n")


main(sys.argv[1])
