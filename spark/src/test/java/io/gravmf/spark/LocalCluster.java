package io.gravmf.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** Executors in processes of their own on this machine, and what they are given to train. */
final class LocalCluster {

  private LocalCluster() {}

  /** Returns a cluster of two executors of one core each, which is not started yet. */
  static SparkSession.Builder of(int mebibytes) {
    // The folder of Spark's jars may be empty: executors get this class path.
    File jars = new File(System.getenv("SPARK_HOME"), "jars");
    assertThat(jars.isDirectory() || jars.mkdirs()).isTrue();
    return SparkSession.builder()
        .master("local-cluster[2,1," + mebibytes + "]")
        .appName("gravmf cluster test")
        .config("spark.executor.memory", mebibytes + "m")
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "localhost")
        .config("spark.sql.shuffle.partitions", "2");
  }

  /** Trains in the session there is, and returns all factors and losses as text. */
  static List<String> fit(String device, int sweeps, int blocks) {
    GravityMFModel model =
        new GravityMF()
            .setRank(8)
            .setMaxIter(sweeps)
            .setNumBlocks(blocks)
            .setBiases(true)
            .setGravity(0.1)
            .setDevice(device)
            .fit(GravityMFTest.ratings(DataTypes.IntegerType, 3));
    List<String> found = new ArrayList<>();
    model.userFactors().collectAsList().stream().map(Row::toString).sorted().forEach(found::add);
    model.itemFactors().collectAsList().stream().map(Row::toString).sorted().forEach(found::add);
    model.summary().sweeps().forEach(sweep -> found.add(sweep.loss().toString()));
    return found;
  }
}
