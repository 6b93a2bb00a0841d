"""Writes the reference files that the format tests read, with the formats' own libraries.

Usage: python3 engine/src/test/python/make_fixtures.py
(run from the repository's root with numpy, safetensors and tensorboard installed; the files are
committed and do not change between runs; made with numpy 2.4, safetensors 0.8, tensorboard 2.21)
"""

import json
import pathlib
import struct

import numpy as np
from safetensors.numpy import save_file
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.compat.proto import tensor_pb2, types_pb2
from tensorboard.compat.proto.summary_pb2 import SummaryMetadata
from tensorboard.compat.proto.tensor_shape_pb2 import TensorShapeProto
from tensorboard.plugins.custom_scalar import layout_pb2
from tensorboard.plugins.custom_scalar import metadata as custom_scalar
from tensorboard.plugins.hparams import api_pb2, plugin_data_pb2
from tensorboard.plugins.hparams import metadata as hparams
from tensorboard.summary.writer.record_writer import RecordWriter

out = pathlib.Path("engine/src/test/resources/io/gravmf/format")


def save(name, array, version=None):
    with open(out / name, "wb") as file:
        np.lib.format.write_array(file, array, version)


matrix = np.array([[1.5, -2.25, 3e-40], [np.inf, 0.1, -0.0]])
whole = [5, -7, 2**31 - 1]
save("matrix_f4.npy", matrix.astype("<f4"))
save("matrix_f4_big_v2.npy", matrix.astype(">f4"), (2, 0))
save("matrix_f8_v3.npy", matrix.astype("<f8"), (3, 0))
save("matrix_f8_big.npy", matrix.astype(">f8"))
save("matrix_f8_large.npy", np.array([[1.0, 1e300]]))
save("matrix_fortran.npy", np.asfortranarray(matrix.astype("<f4")))
save("matrix_empty.npy", np.zeros((0, 5), "<f4"))
save("vector_i4.npy", np.array(whole, "<i4"))
save("vector_i4_big.npy", np.array(whole, ">i4"))
save("vector_i8.npy", np.array(whole, "<i8"))
save("vector_i8_large.npy", np.array([1, 2**31], "<i8"))
save("vector_f4_big.npy", np.array([0.5, -1e30, np.inf], ">f4"))
save("vector_f8.npy", np.array([0.1, -1e300, 5e-324], "<f8"))
save("scalar.npy", np.array(1.0))
save("text.npy", np.array(["a", "b"]))
save("record.npy", np.array([(1, 2.0)], [("a", "<i4"), ("b", "<f8")]))
# NaNs that are told apart by their payload and sign.
save("matrix_nan.npy", np.array([[0x7FC00001, 0xFFC12345]], "<u4").view("<f4"))

factors = {
    "user_emb.weight": np.arange(6, dtype="<f4").reshape(2, 3) / 7,
    "movie_emb.weight": np.arange(3, dtype="<f4").reshape(1, 3) - 1,
}
save_file(factors, out / "library.safetensors", {"format": "pt"})

# The layout of the format, byte by byte: tensors out of order, one of them without data.
header = json.dumps(
    {
        "__metadata__": {"format": "pt"},
        "b": {"dtype": "F32", "shape": [1, 2], "data_offsets": [8, 16]},
        "a": {"dtype": "F32", "shape": [2, 1], "data_offsets": [0, 8]},
        "e": {"dtype": "F32", "shape": [0, 4], "data_offsets": [0, 0]},
    }
).encode()
with open(out / "two.safetensors", "wb") as file:
    file.write(struct.pack("<Q", len(header)) + header + struct.pack("<4f", 1, 2, 3, 4))

with open(out / "events.out.tfevents", "wb") as file:
    writer = RecordWriter(file)
    for event in [
        Event(wall_time=1234.5, file_version="brain.Event:2"),
        Event(
            wall_time=1240.25,
            step=300,
            summary=Summary(
                value=[
                    Summary.Value(tag="train/mse", simple_value=0.1),
                    Summary.Value(tag="train/l2", simple_value=0),
                ]
            ),
        ),
        Event(
            wall_time=1241,
            summary=Summary(value=[Summary.Value(tag="m\u00e9an", simple_value=float("inf"))]),
        ),
    ]:
        writer.write(event.SerializeToString())


def write_events(name, summaries):
    """Event files as TensorBoard's own library makes them, maps in the order of their keys."""
    with open(out / name, "wb") as file:
        writer = RecordWriter(file)
        writer.write(Event(wall_time=1234.5, file_version="brain.Event:2").SerializeToString())
        for time, value in summaries:
            event = Event(wall_time=time, summary=Summary(value=[value]))
            writer.write(event.SerializeToString(deterministic=True))


def hparams_value(tag, **data):
    content = plugin_data_pb2.HParamsPluginData(**data).SerializeToString(deterministic=True)
    plugin = SummaryMetadata.PluginData(plugin_name=hparams.PLUGIN_NAME, content=content)
    return Summary.Value(
        tag=tag, metadata=SummaryMetadata(plugin_data=plugin), tensor=hparams.NULL_TENSOR
    )


start = plugin_data_pb2.SessionStartInfo(start_time_secs=1240.25)
start.hparams["dim"].number_value = 100
start.hparams["lr"].number_value = 0.1
start.hparams["backend"].string_value = "cpu"
start.hparams["biased"].bool_value = False
end = plugin_data_pb2.SessionEndInfo(status=api_pb2.STATUS_SUCCESS, end_time_secs=1300)
failed = plugin_data_pb2.SessionEndInfo(status=api_pb2.STATUS_FAILURE, end_time_secs=1301)
charts = layout_pb2.Layout(
    category=[
        layout_pb2.Category(
            title="loss",
            chart=[
                layout_pb2.Chart(
                    title=term,
                    multiline=layout_pb2.MultilineChartContent(
                        tag=[f"^{term}/train$", f"^{term}/validation$"]
                    ),
                )
                for term in ["mse", "l2"]
            ],
        )
    ]
)
layout = Summary.Value(
    tag=custom_scalar.CONFIG_SUMMARY_TAG,
    metadata=SummaryMetadata(
        plugin_data=SummaryMetadata.PluginData(plugin_name=custom_scalar.PLUGIN_NAME)
    ),
    tensor=tensor_pb2.TensorProto(
        dtype=types_pb2.DT_STRING,
        tensor_shape=TensorShapeProto(),
        string_val=[charts.SerializeToString()],
    ),
)
write_events(
    "plugins.out.tfevents",
    [
        (1240.25, hparams_value(hparams.SESSION_START_INFO_TAG, session_start_info=start)),
        (1241, layout),
        (1300, hparams_value(hparams.SESSION_END_INFO_TAG, session_end_info=end)),
        (1301, hparams_value(hparams.SESSION_END_INFO_TAG, session_end_info=failed)),
    ],
)
