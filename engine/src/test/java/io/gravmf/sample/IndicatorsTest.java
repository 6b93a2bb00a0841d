package io.gravmf.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.Ratings;
import io.gravmf.objective.Objective;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;

class IndicatorsTest {

  private static RealMatrix dense(CompressedRows rows, int others) {
    RealMatrix matrix = new Array2DRowRealMatrix(rows.rowCount(), others);
    for (int row = 0; row < rows.rowCount(); row++) {
      int from = rows.offsets()[row];
      int to = rows.offsets()[row + 1];
      for (int k = from; k < to; k++) {
        matrix.addToEntry(row, rows.columns()[k], 1 / Math.sqrt(to - from));
      }
    }
    for (int k = 0; k < others; k++) {
      double[] column = matrix.getColumn(k);
      Columns.centre(column);
      matrix.setColumn(k, column);
    }
    return matrix;
  }

  private static RealMatrix products(List<FeatureBlock> blocks, int rows) {
    FeatureBlock block = blocks.get(0);
    RealMatrix f = new Array2DRowRealMatrix(rows, block.size());
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < block.size(); k++) {
        f.setEntry(row, k, block.row(row)[k]);
      }
    }
    return f.multiply(f.transpose());
  }

  private static Ratings ratings() {
    return RandomProblems.of(40, 60, 700, 2, Objective.NOTEBOOK, 3).split().train();
  }

  @Test
  void theLeadingComponentsAreThoseOfTheDenseMatrix() {
    Ratings train = ratings();
    CompressedRows byUser = CompressedRows.byUser(train);
    RealMatrix dense = dense(byUser, train.itemCount());
    SingularValueDecomposition svd = new SingularValueDecomposition(dense);
    int components = 5;
    RealMatrix leading =
        svd.getU()
            .getSubMatrix(0, dense.getRowDimension() - 1, 0, components - 1)
            .multiply(svd.getS().getSubMatrix(0, components - 1, 0, components - 1));
    RealMatrix expected = leading.multiply(leading.transpose());
    RealMatrix found =
        products(
            Indicators.of(byUser.offsets(), byUser.columns(), train.itemCount(), components),
            train.userCount());
    assertThat(found.subtract(expected).getFrobeniusNorm())
        .isLessThan(0.05 * expected.getFrobeniusNorm());
  }

  @Test
  void allComponentsAreTheWholeMatrix() {
    Ratings train = ratings();
    CompressedRows byItem = CompressedRows.byItem(train);
    RealMatrix dense = dense(byItem, train.userCount());
    RealMatrix expected = dense.multiply(dense.transpose());
    RealMatrix found =
        products(
            Indicators.of(byItem.offsets(), byItem.columns(), train.userCount(), 1000),
            train.itemCount());
    assertThat(found.subtract(expected).getFrobeniusNorm())
        .isLessThan(1e-4 * expected.getFrobeniusNorm());
  }

  @Test
  void rowsThatAreAllAlikeGiveNone() {
    int[] offsets = {0, 2, 4, 6};
    int[] columns = {0, 1, 0, 1, 0, 1};
    assertThat(Indicators.of(offsets, columns, 2, 4)).isEmpty();
    assertThat(Indicators.of(offsets, columns, 2, 0)).isEmpty();
  }
}
