package io.gravmf.train;

import io.gravmf.backend.Loss;
import io.gravmf.format.TensorBoardWriter;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes each reported epoch to a TensorBoard event file: the scalars {@code mse}, {@code l2},
 * {@code gravity} and {@code total} below {@code train/}, before the epoch's update, and below
 * {@code validation/}, after it. Each report is flushed, so a run that fails keeps what it had.
 */
public final class TensorBoardListener implements TrainingListener, Closeable {

  private final Clock clock;
  private final TensorBoardWriter writer;

  /**
   * Starts an event file in a folder, which is created where it is missing.
   *
   * @throws io.gravmf.data.InvalidInputException if it cannot be written
   */
  public TensorBoardListener(Path folder) {
    this(folder, Clock.systemUTC());
  }

  TensorBoardListener(Path folder, Clock clock) {
    this.clock = clock;
    writer = new TensorBoardWriter(folder, seconds());
  }

  private double seconds() {
    return clock.millis() / 1000.0;
  }

  /** Returns the event file. */
  public Path file() {
    return writer.file();
  }

  /**
   * @throws io.gravmf.data.InvalidInputException if the file cannot be written
   */
  @Override
  public void onReport(EpochReport report) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    put(scalars, "train/", report.train());
    report.validation().ifPresent(loss -> put(scalars, "validation/", loss));
    writer.scalars(seconds(), report.epoch(), scalars);
  }

  private static void put(Map<String, Double> scalars, String prefix, Loss loss) {
    scalars.put(prefix + "mse", loss.mse());
    scalars.put(prefix + "l2", loss.l2());
    scalars.put(prefix + "gravity", loss.gravity());
    scalars.put(prefix + "total", loss.total());
  }

  @Override
  public void close() {
    writer.close();
  }
}
