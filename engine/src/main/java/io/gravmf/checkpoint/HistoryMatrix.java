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
   * @param name of the tensor, for messages
   * @throws IllegalArgumentException if it is no history
   */
  static List<EpochReport> reports(String name, DoubleMatrix matrix) {
    if (matrix.columns() != COLUMNS) {
      throw new IllegalArgumentException(
          name + ": found " + matrix.columns() + " columns, expected " + COLUMNS);
    }
    List<EpochReport> history = new ArrayList<>();
    for (int row = 0; row < matrix.rows(); row++) {
      history.add(report(name, matrix, row));
    }
    return history;
  }

  private static EpochReport report(String name, DoubleMatrix matrix, int row) {
    double number = matrix.get(row, 0);
    if (number != (int) number || number < 0) {
      throw new IllegalArgumentException(
          name + ": found a report of epoch " + number + ", expected a whole number");
    }
    boolean isValidated = false;
    for (int column = VALIDATION; column < COLUMNS; column++) {
      isValidated |= !Double.isNaN(matrix.get(row, column));
    }
    return new EpochReport(
        (int) number,
        loss(name, matrix, row, TRAIN),
        isValidated ? Optional.of(loss(name, matrix, row, VALIDATION)) : Optional.empty());
  }

  private static Loss loss(String name, DoubleMatrix matrix, int row, int column) {
    Loss loss =
        new Loss(matrix.get(row, column), matrix.get(row, column + 1), matrix.get(row, column + 2));
    if (!loss.isFinite()) {
      throw new IllegalArgumentException(
          name + ": found " + loss + " in row " + row + ", expected finite numbers");
    }
    return loss;
  }
}
