package io.gravmf.format;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The summaries that TensorBoard's HParams and Custom Scalars pages read: entries of TensorFlow's
 * {@code summary.proto} whose metadata names the plugin, with the plugins' own messages ({@code
 * plugin_data.proto} and {@code layout.proto} of TensorBoard) in them.
 */
final class TensorBoardSummary {

  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE = 2;
  private static final int VALUE_TENSOR = 8;
  private static final int VALUE_METADATA = 9;
  private static final int METADATA_PLUGIN_DATA = 1;
  private static final int PLUGIN_NAME = 1;
  private static final int PLUGIN_CONTENT = 2;

  private static final int TENSOR_TYPE = 1;
  private static final int TENSOR_SHAPE = 2;
  private static final int TENSOR_STRINGS = 8;
  private static final int SHAPE_DIMENSION = 2;
  private static final int TYPE_FLOAT = 1;
  private static final int TYPE_STRING = 7;

  private static final int DATA_SESSION_START = 3;
  private static final int DATA_SESSION_END = 4;
  private static final int START_HPARAMS = 1;
  private static final int START_TIME = 5;
  private static final int MAP_KEY = 1;
  private static final int MAP_VALUE = 2;
  private static final int STRUCT_NUMBER = 2;
  private static final int STRUCT_STRING = 3;
  private static final int STRUCT_BOOL = 4;
  private static final int END_STATUS = 1;
  private static final int END_TIME = 2;
  private static final int STATUS_SUCCESS = 1;
  private static final int STATUS_FAILURE = 2;

  private static final int LAYOUT_CATEGORY = 2;
  private static final int CATEGORY_TITLE = 1;
  private static final int CATEGORY_CHART = 2;
  private static final int CHART_TITLE = 1;
  private static final int CHART_LINES = 2;
  private static final int LINES_TAG = 1;

  private TensorBoardSummary() {}

  static ProtoMessage scalars(Map<String, Double> values) {
    ProtoMessage summary = new ProtoMessage();
    values.forEach(
        (tag, value) ->
            summary.putMessage(
                SUMMARY_VALUE,
                new ProtoMessage()
                    .putText(VALUE_TAG, tag)
                    .putFloat(VALUE_SIMPLE, value.floatValue())));
    return summary;
  }

  /** The start of a session: its hyperparameters, in the order of their names. */
  static ProtoMessage sessionStart(double time, Map<String, ?> hyperparameters) {
    ProtoMessage start = new ProtoMessage();
    new TreeMap<>(hyperparameters)
        .forEach(
            (name, value) ->
                start.putMessage(
                    START_HPARAMS,
                    new ProtoMessage()
                        .putText(MAP_KEY, name)
                        .putMessage(MAP_VALUE, structValue(value))));
    start.putDouble(START_TIME, time);
    return hparams(
        "_hparams_/session_start_info", new ProtoMessage().putMessage(DATA_SESSION_START, start));
  }

  /** A {@code google.protobuf.Value}. */
  private static ProtoMessage structValue(Object value) {
    ProtoMessage message = new ProtoMessage();
    if (value instanceof Boolean flag) {
      return message.putVarint(STRUCT_BOOL, flag ? 1 : 0);
    }
    return value instanceof Number number
        ? message.putDouble(STRUCT_NUMBER, number.doubleValue())
        : message.putText(STRUCT_STRING, String.valueOf(value));
  }

  static ProtoMessage sessionEnd(double time, boolean success) {
    ProtoMessage end =
        new ProtoMessage()
            .putVarint(END_STATUS, success ? STATUS_SUCCESS : STATUS_FAILURE)
            .putDouble(END_TIME, time);
    return hparams(
        "_hparams_/session_end_info", new ProtoMessage().putMessage(DATA_SESSION_END, end));
  }

  private static ProtoMessage hparams(String tag, ProtoMessage content) {
    // The plugin reads the metadata alone; a tensor has to be there, so it is an empty vector.
    ProtoMessage shape = new ProtoMessage().putMessage(SHAPE_DIMENSION, new ProtoMessage());
    ProtoMessage nothing =
        new ProtoMessage().putVarint(TENSOR_TYPE, TYPE_FLOAT).putMessage(TENSOR_SHAPE, shape);
    ProtoMessage plugin =
        new ProtoMessage().putText(PLUGIN_NAME, "hparams").putMessage(PLUGIN_CONTENT, content);
    return value(tag, nothing, plugin);
  }

  /** Charts of several scalars each, in one category. */
  static ProtoMessage layout(String category, Map<String, List<String>> charts) {
    ProtoMessage group = new ProtoMessage().putText(CATEGORY_TITLE, category);
    charts.forEach(
        (title, tags) -> {
          ProtoMessage lines = new ProtoMessage();
          tags.forEach(tag -> lines.putText(LINES_TAG, tag));
          group.putMessage(
              CATEGORY_CHART,
              new ProtoMessage().putText(CHART_TITLE, title).putMessage(CHART_LINES, lines));
        });
    ProtoMessage layout = new ProtoMessage().putMessage(LAYOUT_CATEGORY, group);
    ProtoMessage text =
        new ProtoMessage()
            .putVarint(TENSOR_TYPE, TYPE_STRING)
            .putMessage(TENSOR_SHAPE, new ProtoMessage())
            .putMessage(TENSOR_STRINGS, layout);
    ProtoMessage plugin = new ProtoMessage().putText(PLUGIN_NAME, "custom_scalars");
    return value("custom_scalars__config__", text, plugin);
  }

  private static ProtoMessage value(String tag, ProtoMessage tensor, ProtoMessage plugin) {
    ProtoMessage metadata = new ProtoMessage().putMessage(METADATA_PLUGIN_DATA, plugin);
    return new ProtoMessage()
        .putMessage(
            SUMMARY_VALUE,
            new ProtoMessage()
                .putText(VALUE_TAG, tag)
                .putMessage(VALUE_TENSOR, tensor)
                .putMessage(VALUE_METADATA, metadata));
  }
}
