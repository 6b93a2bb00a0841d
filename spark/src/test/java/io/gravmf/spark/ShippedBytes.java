package io.gravmf.spark;

import io.gravmf.data.Ratings;
import io.gravmf.data.synthetic.SyntheticConfig;
import io.gravmf.data.synthetic.SyntheticRatings;
import io.gravmf.spark.block.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.LiveListenerBus;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Compares the bytes that a sweep ships with what the model of docs/spark.md predicts, at three
 * sizes: the difference of trainings of 4 sweeps and of 1. {@code spark/figures shipped} runs it.
 */
public final class ShippedBytes {

  private static final int RANK = 32;
  private static final int BLOCKS = 6;

  private ShippedBytes() {}

  /** Runs it. */
  public static void main(String[] words) throws TimeoutException {
    SparkSession spark = LocalSpark.session();
    spark.sparkContext().setLogLevel("ERROR");
    AtomicLong written = new AtomicLong();
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onStageCompleted(SparkListenerStageCompleted stage) {
                written.addAndGet(
                    stage.stageInfo().taskMetrics().shuffleWriteMetrics().bytesWritten());
              }
            });
    for (int count : new int[] {50_000, 150_000, 450_000}) {
      Ratings ratings =
          new SyntheticRatings(new SyntheticConfig(count / 50, count / 100, count, 1)).toRatings();
      Dataset<Row> frame = frame(spark, ratings);
      GravityMF als = new GravityMF().setRank(RANK).setNumBlocks(BLOCKS);
      long one = bytes(als.setMaxIter(1), frame, written);
      long four = bytes(als.setMaxIter(4), frame, written);
      int[] users = counts(ratings.users(), ratings.userCount());
      int[] items = counts(ratings.items(), ratings.itemCount());
      double predicted =
          RANK
              * Float.BYTES
              * (needed(users, new Layout(items, BLOCKS).blocks())
                  + needed(items, new Layout(users, BLOCKS).blocks()));
      System.out.printf(
          Locale.ROOT,
          "%d ratings: %.0f bytes a sweep, predicted %.0f, %.3f times%n",
          count,
          (four - one) / 3.0,
          predicted,
          (four - one) / 3.0 / predicted);
    }
    spark.stop();
  }

  private static long bytes(GravityMF als, Dataset<Row> frame, AtomicLong written)
      throws TimeoutException {
    // Listeners hear of stages a little later.
    LiveListenerBus events = frame.sparkSession().sparkContext().listenerBus();
    events.waitUntilEmpty();
    written.set(0);
    als.fit(frame);
    events.waitUntilEmpty();
    return written.get();
  }

  private static int[] counts(int[] rows, int rowCount) {
    int[] counts = new int[rowCount];
    for (int row : rows) {
      counts[row]++;
    }
    return counts;
  }

  /** A row of c ratings is needed by B (1 - (1 - 1/B)^c) of B blocks, if these are as likely. */
  private static double needed(int[] counts, int blocks) {
    double needed = 0;
    for (int count : counts) {
      needed += blocks * (1 - Math.pow(1 - 1.0 / blocks, count));
    }
    return needed;
  }

  private static Dataset<Row> frame(SparkSession spark, Ratings ratings) {
    List<Row> rows = new ArrayList<>();
    for (int k = 0; k < ratings.size(); k++) {
      rows.add(RowFactory.create(ratings.users()[k], ratings.items()[k], ratings.values()[k]));
    }
    StructType schema =
        new StructType()
            .add("user", DataTypes.IntegerType)
            .add("item", DataTypes.IntegerType)
            .add("rating", DataTypes.FloatType);
    return spark.createDataFrame(rows, schema).repartition(2).cache();
  }
}
