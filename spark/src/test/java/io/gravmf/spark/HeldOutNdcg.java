package io.gravmf.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * NDCG of recommendations: the gain of a held-out item is 1, the discount log2(1 + rank).
 *
 * @param train whose items are left out of what is recommended
 * @param test what is held out; its users are the average's
 */
record HeldOutNdcg(Dataset<Row> train, Dataset<Row> test) {

  /** Recommendations that NDCG is of. */
  static final int TOP = 10;

  /** Known items are recommended too: as many more are asked for. */
  static final int ASKED = 20 * TOP;

  /** Returns up to so many of the users that the average is over. */
  Dataset<Row> users(int most) {
    return test.select("user").distinct().orderBy("user").limit(most);
  }

  /** Returns the mean over users. */
  double of(Dataset<Row> recommendations) {
    double sum = 0;
    List<Row> rows =
        recommendations
            .join(items(train, "known"), "user")
            .join(items(test, "relevant"), "user")
            .collectAsList();
    for (Row row : rows) {
      Set<Integer> known = new HashSet<>(row.getList(2));
      Set<Integer> relevant = new HashSet<>(row.getList(3));
      double gain = 0;
      double ideal = 0;
      int rank = 0;
      for (Row best : row.<Row>getList(1)) {
        if (rank < TOP && !known.contains(best.getInt(0))) {
          gain += relevant.contains(best.getInt(0)) ? 1 / Math.log(2 + rank) : 0;
          ideal += rank < relevant.size() ? 1 / Math.log(2 + rank) : 0;
          rank++;
        }
      }
      sum += ideal > 0 ? gain / ideal : 0;
    }
    return sum / rows.size();
  }

  private static Dataset<Row> items(Dataset<Row> ratings, String name) {
    return ratings.groupBy("user").agg(collect_list(col("item")).as(name));
  }
}
