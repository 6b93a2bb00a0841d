#!/usr/bin/env python3
"""Prints what NumpyArgsortTest compares with: a SHA-256 of the last places of argsort.

Needs NumPy before 1.25, whose default argsort is the scalar quicksort on every processor; the
figures in the test are of NumPy 1.24.2. Each place is one byte.

  19 flags: every one of the 2^19 rows, bit g of the row's number being flag g.
  1 to 64 flags: 1 000 rows of each length, the upper bits of the numbers
  x = 6364136223846793005 x + 1442695040888963407 mod 2^64, from x = 1, the lowest of them flag 0;
  every second row is the conjunction of two numbers, which sets fewer flags.
"""

import hashlib

import numpy as np

assert tuple(map(int, np.__version__.split(".")[:2])) < (1, 25), np.__version__


def last(rows, length):
    flags = (rows[:, None] >> np.arange(length, dtype=np.uint64)) & np.uint64(1)
    return np.argsort(flags.astype(np.int64), axis=1)[:, -1].astype(np.uint8)


def random_rows():
    x = 1
    while True:
        numbers = []
        for _ in range(2):
            x = (6364136223846793005 * x + 1442695040888963407) % 2**64
            numbers.append(x)
        yield numbers[0]
        yield numbers[0] & numbers[1]


every = last(np.arange(2**19, dtype=np.uint64), 19)
print("19", hashlib.sha256(every.tobytes()).hexdigest())
rows = random_rows()
places = [
    last(np.array([next(rows) >> (64 - length) for _ in range(1000)], dtype=np.uint64), length)
    for length in range(1, 65)
]
print("1-64", hashlib.sha256(np.concatenate(places).tobytes()).hexdigest())
