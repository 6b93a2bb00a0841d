package io.gravmf.format;

import io.gravmf.data.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Writes scalars as a TensorBoard event file: TFRecord frames (length, masked CRC-32C, data, masked
 * CRC-32C) around protocol buffers of TensorFlow's {@code event.proto} and {@code summary.proto},
 * of which the few fields of a scalar are encoded here.
 */
public final class TensorBoardWriter implements Closeable {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private static final int EVENT_WALL_TIME = 1;
  private static final int EVENT_STEP = 2;
  private static final int EVENT_FILE_VERSION = 3;
  private static final int EVENT_SUMMARY = 5;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE = 2;

  private static final String VERSION = "brain.Event:2";

  private final Path file;
  private final OutputStream out;

  /**
   * Starts an event file in a folder, which is created where it is missing. A file that is there is
   * left alone: runs of the same second get numbers.
   *
   * @param wallTime seconds since 1970, part of the file's name
   * @throws InvalidInputException if it cannot be written
   */
  public TensorBoardWriter(Path folder, double wallTime) {
    Path named = folder;
    OutputStream created = null;
    try {
      AtomicFile.createFolder(folder);
      for (int run = 0; created == null; run++) {
        named =
            folder.resolve(
                String.format(
                    Locale.ROOT, "events.out.tfevents.%010d.gravmf.%d", (long) wallTime, run));
        created = createNew(named);
      }
    } catch (IOException e) {
      throw FileFailure.writing(named, e);
    }
    file = named;
    out = created;
    ByteArrayOutputStream event = event(wallTime, 0);
    putBytes(event, EVENT_FILE_VERSION, VERSION.getBytes(StandardCharsets.UTF_8));
    write(event.toByteArray());
  }

  /** Returns null where the file is there already. */
  private static OutputStream createNew(Path file) throws IOException {
    try {
      return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      return null;
    }
  }

  /** Returns the event file. */
  public Path file() {
    return file;
  }

  /**
   * Adds one scalar and flushes, so that a TensorBoard that watches the folder shows it.
   *
   * @param wallTime seconds since 1970
   * @param step where on the horizontal axis, such as the epoch
   * @param tag the scalar's name, such as {@code train/mse}
   * @throws InvalidInputException if it cannot be written
   */
  public void scalar(double wallTime, long step, String tag, double value) {
    scalars(wallTime, step, Map.of(tag, value));
  }

  /**
   * Adds the scalars of a step as one event, in the map's order, and flushes.
   *
   * @param wallTime seconds since 1970
   * @param step where on the horizontal axis, such as the epoch
   * @param values by tag; stored as float32
   * @throws InvalidInputException if it cannot be written
   */
  public void scalars(double wallTime, long step, Map<String, Double> values) {
    ByteArrayOutputStream summary = new ByteArrayOutputStream();
    values.forEach(
        (tag, value) -> {
          ByteArrayOutputStream entry = new ByteArrayOutputStream();
          putBytes(entry, VALUE_TAG, tag.getBytes(StandardCharsets.UTF_8));
          putKey(entry, VALUE_SIMPLE, FIXED32);
          entry.writeBytes(little(Float.BYTES).putFloat(value.floatValue()).array());
          putBytes(summary, SUMMARY_VALUE, entry.toByteArray());
        });
    ByteArrayOutputStream event = event(wallTime, step);
    putBytes(event, EVENT_SUMMARY, summary.toByteArray());
    write(event.toByteArray());
  }

  private static ByteArrayOutputStream event(double wallTime, long step) {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    putKey(event, EVENT_WALL_TIME, FIXED64);
    event.writeBytes(little(Double.BYTES).putDouble(wallTime).array());
    // Protocol buffers leave out what has its default value.
    if (step != 0) {
      putKey(event, EVENT_STEP, VARINT);
      putVarint(event, step);
    }
    return event;
  }

  private static void putBytes(ByteArrayOutputStream message, int field, byte[] bytes) {
    putKey(message, field, BYTES);
    putVarint(message, bytes.length);
    message.writeBytes(bytes);
  }

  private static void putKey(ByteArrayOutputStream message, int field, int wireType) {
    putVarint(message, ((long) field << 3) | wireType);
  }

  private static void putVarint(ByteArrayOutputStream message, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      message.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    message.write((int) rest);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void write(byte[] data) {
    byte[] length = little(Long.BYTES).putLong(data.length).array();
    byte[] frame = new byte[length.length + Integer.BYTES + data.length + Integer.BYTES];
    ByteBuffer.wrap(frame)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(length)
        .putInt(maskedCrc(length))
        .put(data)
        .putInt(maskedCrc(data));
    try {
      out.write(frame);
      out.flush();
    } catch (IOException e) {
      throw FileFailure.writing(file, e);
    }
  }

  /** TensorFlow's mask, which keeps a CRC of data that holds CRCs from being weak. */
  static int maskedCrc(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    int value = (int) crc.getValue();
    return Integer.rotateRight(value, 15) + 0xa282ead8;
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw FileFailure.writing(file, e);
    }
  }
}
