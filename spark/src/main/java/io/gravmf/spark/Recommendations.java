package io.gravmf.spark;

import static org.apache.spark.sql.functions.col;

import io.gravmf.data.FloatMatrix;
import io.gravmf.model.ScoredItem;
import io.gravmf.model.TopN;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * The best of one side for each of the other: every block of queries meets every block of those
 * that are searched, by the engine's search, and what they find is merged.
 */
final class Recommendations {

  /** Bytes of a block that is searched: what a task can hold, and few blocks to merge. */
  private static final int SEARCHED_BYTES = 1 << 26;

  private final double mean;
  private final int blockSize;

  /**
   * @param mean what every prediction has in it
   * @param blockSize queries that search together
   */
  Recommendations(double mean, int blockSize) {
    this.mean = mean;
    this.blockSize = blockSize;
  }

  /** Returns {@code (query, recommendations: array of (found, rating))}. */
  Dataset<Row> find(
      Dataset<Row> queries, String query, Dataset<Row> searched, String found, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "the number of recommendations is " + count + ", expected 1 or more");
    }
    boolean biases = FactorFrames.hasBiases(queries);
    double offset = mean;
    JavaRDD<Row> rows =
        blocks(queries, blockSize, biases, 0)
            .cartesian(blocks(searched, 0, biases, 1))
            .flatMapToPair(pair -> best(pair._1(), pair._2(), count, offset))
            .reduceByKey((a, b) -> merge(a, b, count))
            .map(best -> RowFactory.create(best._1(), best._2()));
    StructType one =
        new StructType()
            .add(found, searched.schema().apply(FactorFrames.ID).dataType(), false)
            .add("rating", DataTypes.FloatType, false);
    StructType schema =
        new StructType()
            .add(query, queries.schema().apply(FactorFrames.ID).dataType(), false)
            .add("recommendations", DataTypes.createArrayType(one, false), false);
    return queries.sparkSession().createDataFrame(rows, schema);
  }

  /**
   * Gathers rows into blocks.
   *
   * @param rows of a block; 0: as many as a search holds
   * @param side 0: (u, b, 1), 1: (v, 1, c), where there are biases
   */
  private static JavaRDD<VectorBlock> blocks(
      Dataset<Row> frame, int rows, boolean biases, int side) {
    Dataset<Row> ordered = frame.sortWithinPartitions(col(FactorFrames.ID));
    return ordered
        .javaRDD()
        .mapPartitions(found -> new VectorBlock.Maker(found, rows, biases, side));
  }

  private static Iterator<Tuple2<Object, Row[]>> best(
      VectorBlock queries, VectorBlock searched, int count, double mean) {
    TopN index = new TopN(searched.matrix());
    List<Tuple2<Object, Row[]>> all = new ArrayList<>();
    for (int query = 0; query < queries.size(); query++) {
      List<ScoredItem> best = index.find(queries.row(query), count, new int[0]);
      Row[] rows = new Row[best.size()];
      for (int k = 0; k < rows.length; k++) {
        rows[k] =
            RowFactory.create(
                searched.id(best.get(k).item()), (float) (mean + best.get(k).score()));
      }
      all.add(new Tuple2<>(queries.id(query), rows));
    }
    return all.iterator();
  }

  /** Equal ratings rank by ascending id. */
  private static Row[] merge(Row[] a, Row[] b, int count) {
    Row[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    Arrays.sort(
        all,
        Comparator.comparing((Row row) -> row.getFloat(1))
            .reversed()
            .thenComparing(row -> comparable(row.get(0))));
    return Arrays.copyOf(all, Math.min(count, all.length));
  }

  @SuppressWarnings("unchecked") // ids are integers or text, of one kind
  private static Comparable<Object> comparable(Object id) {
    return (Comparable<Object>) id;
  }

  /** Rows that search, or are searched, together. */
  static final class VectorBlock implements java.io.Serializable {

    private static final long serialVersionUID = 1;

    private final Object[] ids;
    private final int columns;
    private final float[] values;

    VectorBlock(Object[] ids, int columns, float[] values) {
      this.ids = ids;
      this.columns = columns;
      this.values = values;
    }

    int size() {
      return ids.length;
    }

    Object id(int row) {
      return ids[row];
    }

    float[] row(int row) {
      return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }

    FloatMatrix matrix() {
      return new FloatMatrix(ids.length, columns, values);
    }

    /** Makes blocks of the rows of a partition. */
    static final class Maker implements Iterator<VectorBlock> {
      private final Iterator<Row> rows;
      private final int wanted;
      private final boolean biases;
      private final int side;

      Maker(Iterator<Row> rows, int wanted, boolean biases, int side) {
        this.rows = rows;
        this.wanted = wanted;
        this.biases = biases;
        this.side = side;
      }

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public VectorBlock next() {
        Row row = rows.next();
        int dim = row.getList(1).size();
        int columns = biases ? dim + 2 : dim;
        int most = wanted > 0 ? wanted : Math.max(1, SEARCHED_BYTES / Float.BYTES / columns);
        List<Object> ids = new ArrayList<>();
        float[] values = new float[Math.min(most, 64) * columns];
        while (true) {
          int at = ids.size() * columns;
          if (at == values.length) {
            values = Arrays.copyOf(values, Math.min(most * columns, 2 * at));
          }
          FactorFrames.copyFeatures(row, 1, values, at);
          if (biases) {
            values[at + dim + side] = row.getFloat(2);
            values[at + dim + 1 - side] = 1;
          }
          ids.add(row.get(0));
          if (ids.size() == most || !rows.hasNext()) {
            return new VectorBlock(
                ids.toArray(), columns, Arrays.copyOf(values, ids.size() * columns));
          }
          row = rows.next();
        }
      }
    }
  }
}
