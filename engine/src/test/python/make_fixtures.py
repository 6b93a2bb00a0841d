"""Writes the reference files that the format tests read, with NumPy and struct alone.

Usage: python3 engine/src/test/python/make_fixtures.py
(run from the repository's root; the files are committed and do not change between runs)
"""

import json
import pathlib
import struct

import numpy as np

out = pathlib.Path("engine/src/test/resources/io/gravmf/format")
matrix = np.array([[1.5, -2.25, 3e-40], [np.inf, 0.1, -0.0]])
np.save(out / "matrix_f4.npy", matrix.astype("<f4"))
np.save(out / "matrix_f8_big.npy", matrix.astype(">f8"))
np.save(out / "matrix_fortran.npy", np.asfortranarray(matrix.astype("<f4")))
np.save(out / "vector_i8.npy", np.array([5, -7, 2**31 - 1], "<i8"))
np.save(out / "vector_i4_big.npy", np.array([5, -7, 2**31 - 1], ">i4"))
np.save(out / "vector_i8_large.npy", np.array([1, 2**31], "<i8"))
np.save(out / "text.npy", np.array(["a", "b"]))

# The layout of the safetensors format, byte by byte.
header = json.dumps(
    {
        "__metadata__": {"format": "pt"},
        "b": {"dtype": "F32", "shape": [1, 2], "data_offsets": [8, 16]},
        "a": {"dtype": "F32", "shape": [2, 1], "data_offsets": [0, 8]},
    }
).encode()
with open(out / "two.safetensors", "wb") as file:
    file.write(struct.pack("<Q", len(header)) + header + struct.pack("<4f", 1, 2, 3, 4))
