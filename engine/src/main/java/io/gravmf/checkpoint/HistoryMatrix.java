package io.gravmf.checkpoint;

import io.gravmf.backend.Loss;
import io.gravmf.data.DoubleMatrix;
import io.gravmf.train.EpochReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reports as a matrix of float64, a row for each: its number, the three terms of the training loss,
 * and those of the validation loss, which are NaN where no ratings are held out.
 */
final class HistoryMatrix {

  private static final int TRAIN = 1;
  private static final int VALIDATION = 4;
  private static final int COLUMNS = 7;

  private HistoryMatrix() {}

  static DoubleMatrix of(List<EpochReport> history) {
    double[] values = new double[history.size() * COLUMNS];
    for (int row = 0; row < history.size(); row++) {
      EpochReport report = history.get(row);
      values[row * COLUMNS] = report.epoch();
      put(values, row * COLUMNS + TRAIN, report.train());
      put(
          values,
          row * COLUMNS + VALIDATION,
          report.validation().orElse(new Loss(Double.NaN, Double.NaN, Double.NaN)));
    }
    return new DoubleMatrix(history.size(), COLUMNS, values);
  }

  private static void put(double[] values, int at, Loss loss) {
    values[at] = loss.mse();
    values[at + 1] = loss.l2();
    values[at + 2] = loss.gravity();
  }

  /**
   * @throws IllegalArgumentException if it is no history
   */
  static List<EpochReport> reports(DoubleMatrix matrix) {
    if (matrix.columns() != COLUMNS) {
      throw new IllegalArgumentException(
          "found a history of " + matrix.columns() + " columns, expected " + COLUMNS);
    }
    List<EpochReport> history = new ArrayList<>();
    for (int row = 0; row < matrix.rows(); row++) {
      double number = matrix.get(row, 0);
      if (number != (int) number || number < 0) {
        throw new IllegalArgumentException(
            "found a report of epoch " + number + ", expected a whole number");
      }
      Loss validation = loss(matrix, row, VALIDATION);
      history.add(
          new EpochReport(
              (int) number,
              loss(matrix, row, TRAIN),
              Double.isNaN(validation.total()) ? Optional.empty() : Optional.of(validation)));
    }
    return history;
  }

  private static Loss loss(DoubleMatrix matrix, int row, int column) {
    return new Loss(
        matrix.get(row, column), matrix.get(row, column + 1), matrix.get(row, column + 2));
  }
}
