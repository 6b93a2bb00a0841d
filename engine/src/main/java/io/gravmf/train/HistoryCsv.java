package io.gravmf.train;

import io.gravmf.backend.Loss;
import io.gravmf.format.AtomicFile;
import java.nio.file.Path;
import java.util.List;

/**
 * The reported epochs as CSV: each row is train before and validation after its epoch's update. The
 * latter is empty where no ratings are held out.
 */
public final class HistoryCsv {

  /** The first line. */
  public static final String HEADER =
      "epoch,train_mse,train_l2,train_gravity,train_total,val_mse,val_l2,val_gravity,val_total";

  private HistoryCsv() {}

  /** Writes a history, replacing the file as a whole. */
  public static void write(Path file, List<EpochReport> history) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    for (EpochReport report : history) {
      text.append(report.epoch());
      append(text, report.train());
      report.validation().ifPresentOrElse(loss -> append(text, loss), () -> text.append(",,,,"));
      text.append('\n');
    }
    AtomicFile.write(file, text.toString());
  }

  private static void append(StringBuilder text, Loss loss) {
    text.append(',').append(loss.mse());
    text.append(',').append(loss.l2());
    text.append(',').append(loss.gravity());
    text.append(',').append(loss.total());
  }
}
