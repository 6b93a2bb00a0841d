"""Describes files with the formats' own readers, a line each, for PythonInteropTest.

Usage: python3 describe_files.py FILE...
needs numpy; without the packages safetensors and tensorboard, safetensors files are parsed by the
specification and event files are said to be unread.
"""

import hashlib
import json
import sys

import numpy as np


def describe(name, array):
    content = hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()
    print(name, array.dtype.str, "x".join(map(str, array.shape)), content)


def tensors(path):
    try:
        from safetensors.numpy import load_file

        return load_file(path)
    except ImportError:
        data = open(path, "rb").read()
        size = int.from_bytes(data[:8], "little")
        header = json.loads(data[8 : 8 + size].decode("utf-8"))
        header.pop("__metadata__", None)
        found = {}
        for name, entry in header.items():
            begin, end = (8 + size + offset for offset in entry["data_offsets"])
            assert entry["dtype"] == "F32" and (8 + size) % 8 == 0
            found[name] = np.frombuffer(data[begin:end], "<f4").reshape(entry["shape"])
        return found


def events(path):
    try:
        from tensorboard.backend.event_processing.event_file_loader import LegacyEventFileLoader
    except ImportError:
        print("unread", path)
        return
    for event in LegacyEventFileLoader(path).Load():
        for value in event.summary.value:
            print(event.wall_time, event.step, value.tag, value.simple_value)


for path in sys.argv[1:]:
    if path.endswith(".npy"):
        describe("array", np.load(path, allow_pickle=False))
    elif path.endswith(".safetensors"):
        for name, array in sorted(tensors(path).items()):
            describe(name, array)
    else:
        events(path)
