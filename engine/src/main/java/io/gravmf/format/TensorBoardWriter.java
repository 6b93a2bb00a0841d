package io.gravmf.format;

import io.gravmf.data.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Writes a TensorBoard event file: TFRecord frames (length, masked CRC-32C, data, masked CRC-32C)
 * around protocol buffers of TensorFlow's {@code event.proto}.
 */
public final class TensorBoardWriter implements Closeable {

  private static final int EVENT_WALL_TIME = 1;
  private static final int EVENT_STEP = 2;
  private static final int EVENT_FILE_VERSION = 3;
  private static final int EVENT_SUMMARY = 5;

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
    write(event(wallTime, 0).putText(EVENT_FILE_VERSION, VERSION));
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
   * @param tag the scalar's name, such as {@code mse/train}
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
    write(wallTime, step, TensorBoardSummary.scalars(values));
  }

  /**
   * Adds the start of a session, of which TensorBoard's HParams page makes a row: one for each
   * folder of event files.
   *
   * @param wallTime seconds since 1970
   * @param hyperparameters by name; numbers and truth values stay such, others become text
   * @throws InvalidInputException if it cannot be written
   */
  public void sessionStart(double wallTime, Map<String, ?> hyperparameters) {
    write(wallTime, 0, TensorBoardSummary.sessionStart(wallTime, hyperparameters));
  }

  /**
   * Adds the end of a session.
   *
   * @param wallTime seconds since 1970
   * @param success whether it came to a result
   * @throws InvalidInputException if it cannot be written
   */
  public void sessionEnd(double wallTime, boolean success) {
    write(wallTime, 0, TensorBoardSummary.sessionEnd(wallTime, success));
  }

  /**
   * Adds charts that lay several scalars over each other, on TensorBoard's Custom Scalars page.
   *
   * @param wallTime seconds since 1970
   * @param category the title above the charts
   * @param charts titles, and regular expressions of the tags that each shows
   * @throws InvalidInputException if it cannot be written
   */
  public void charts(double wallTime, String category, Map<String, List<String>> charts) {
    write(wallTime, 0, TensorBoardSummary.layout(category, charts));
  }

  private static ProtoMessage event(double wallTime, long step) {
    ProtoMessage event = new ProtoMessage().putDouble(EVENT_WALL_TIME, wallTime);
    // Protocol buffers leave out what has its default value.
    return step == 0 ? event : event.putVarint(EVENT_STEP, step);
  }

  private void write(double wallTime, long step, ProtoMessage summary) {
    write(event(wallTime, step).putMessage(EVENT_SUMMARY, summary));
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void write(ProtoMessage event) {
    byte[] data = event.toBytes();
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
