package io.gravmf.train;

import io.gravmf.backend.Loss;
import io.gravmf.format.TensorBoardWriter;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a run to a TensorBoard event file: its settings for the HParams page, and for each
 * reported epoch the scalars {@code mse}, {@code l2}, {@code gravity} and {@code total}, each with
 * {@code /train}, before the epoch's update, and {@code /validation}, after it. So the two stand
 * side by side, and the Custom Scalars page lays them over each other. Each report is flushed, so a
 * run that fails keeps what it had.
 *
 * <p>TensorBoard takes a folder for one run: give each its own.
 */
public final class TensorBoardListener implements TrainingListener, Closeable {

  private static final List<String> TERMS = List.of("mse", "l2", "gravity", "total");

  private final Clock clock;
  private final TensorBoardWriter writer;
  private boolean finished;
  private boolean closed;

  /**
   * Starts an event file in a folder, which is created where it is missing.
   *
   * @param config the run's settings
   * @throws io.gravmf.data.InvalidInputException if it cannot be written
   */
  public TensorBoardListener(Path folder, TrainingConfig config) {
    this(folder, config, Clock.systemUTC());
  }

  TensorBoardListener(Path folder, TrainingConfig config, Clock clock) {
    this.clock = clock;
    writer = new TensorBoardWriter(folder, seconds());
    writer.sessionStart(seconds(), RunSettings.of(config));
    Map<String, List<String>> charts = new LinkedHashMap<>();
    TERMS.forEach(
        term -> charts.put(term, List.of("^" + term + "/train$", "^" + term + "/validation$")));
    writer.charts(seconds(), "loss", charts);
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
    put(scalars, "/train", report.train());
    report.validation().ifPresent(loss -> put(scalars, "/validation", loss));
    writer.scalars(seconds(), report.epoch(), scalars);
  }

  private static void put(Map<String, Double> scalars, String part, Loss loss) {
    List<Double> values = List.of(loss.mse(), loss.l2(), loss.gravity(), loss.total());
    for (int k = 0; k < values.size(); k++) {
      scalars.put(TERMS.get(k) + part, values.get(k));
    }
  }

  /** Says that training came to a result; a run that is closed without it is shown as failed. */
  public void finished() {
    finished = true;
  }

  /**
   * Says how the run ended, and ends the file.
   *
   * @throws io.gravmf.data.InvalidInputException if it cannot be written
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      writer.sessionEnd(seconds(), finished);
    } finally {
      writer.close();
    }
  }
}
