"""Draws docs/pictures/loss.png from a history file. Needs python3-matplotlib.

    ./gravmf train --epochs 300 --print-every 1 --history history.csv
    python3 docs/loss_picture.py history.csv docs/pictures/loss.png
"""

import csv
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

rows = list(csv.DictReader(open(sys.argv[1])))
epochs = [int(row["epoch"]) + 1 for row in rows]
figure, axes = plt.subplots(figsize=(7.2, 3.6), dpi=110)
for column, label, style in (
    ("train_mse", "train MSE", "-"),
    ("val_mse", "validation MSE", "--"),
    ("train_l2", "L2", "-."),
    ("train_gravity", "gravity", ":"),
):
    axes.plot(epochs, [float(row[column]) for row in rows], style, label=label)
axes.set_xscale("log")
axes.set_yscale("log")
axes.set_xlabel("epoch")
axes.set_ylabel("loss term")
axes.grid(alpha=0.3)
axes.legend()
figure.tight_layout()
figure.savefig(sys.argv[2])
