package io.gravmf.spark.sweep;

import io.gravmf.solve.SquaredNorm;
import io.gravmf.spark.block.Ids;
import io.gravmf.spark.block.Layout;
import io.gravmf.train.RowDraws;
import io.gravmf.train.TrainingConfig;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;

/**
 * Factors drawn for each id by itself, from the seed and the id alone: no block and no order of
 * work changes them. They are of a deviation, or rows have length 1 as MLlib's have. Biases begin
 * at 0.
 */
public final class DrawnRows implements InitialRows {

  private static final long serialVersionUID = 1;

  private final int dim;
  private final double deviation;
  private final long seed;
  private final List<Broadcast<Ids>> ids;

  /**
   * Describes draws.
   *
   * @param dim d
   * @param deviation the standard deviation of a factor; 0: rows have length 1
   * @param ids of both sides' rows
   */
  public DrawnRows(int dim, double deviation, long seed, List<Broadcast<Ids>> ids) {
    this.dim = dim;
    this.deviation = deviation;
    this.seed = seed;
    this.ids = List.copyOf(ids);
  }

  @Override
  public Writer of(int side) {
    Ids rows = ids.get(side).value();
    RowDraws draws =
        new RowDraws(
            TrainingConfig.builder()
                .dim(dim)
                .initialDeviation(deviation > 0 ? deviation : 1)
                .seed(seed)
                .build(),
            side == Layout.USERS ? "user" : "item");
    return (row, values, at) -> {
      draws.draw(rows.get(row).toString(), values, at);
      if (deviation == 0) {
        shorten(values, at);
      }
    };
  }

  private void shorten(float[] values, int at) {
    double length = Math.sqrt(SquaredNorm.of(values, at, dim));
    for (int k = at; length > 0 && k < at + dim; k++) {
      values[k] = (float) (values[k] / length);
    }
  }
}
