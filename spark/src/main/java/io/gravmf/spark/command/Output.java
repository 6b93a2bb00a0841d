package io.gravmf.spark.command;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * A folder that a command writes: beside its place, and renamed when it is whole. What was there
 * before stays until then, whatever ends the command.
 */
final class Output {

  /** A model's folder has this, and nothing else that a command writes. */
  private static final String MODEL_METADATA = "metadata";

  /** Writes to a path that does not exist. */
  interface Content {
    void writeTo(String path) throws IOException;
  }

  private final FileSystem files;
  private final Path place;
  private final Path beside;

  private Output(SparkSession spark, String to) throws IOException {
    place = new Path(to);
    files = place.getFileSystem(spark.sessionState().newHadoopConf());
    Path whole = files.makeQualified(place);
    if (whole.getParent() == null) {
      throw new IllegalArgumentException(
          "--out is " + to + ", expected a folder that is to be made");
    }
    beside =
        new Path(
            whole.getParent(), "." + whole.getName() + "-" + spark.sparkContext().applicationId());
  }

  /**
   * Returns a folder that does not exist yet.
   *
   * @throws IllegalArgumentException if it exists
   * @throws IOException if nothing can be written there
   */
  static Output of(SparkSession spark, String to) throws IOException {
    Output output = new Output(spark, to);
    if (output.files.exists(output.place)) {
      throw new IllegalArgumentException(to + " exists; give --out another name, or remove it");
    }
    return output.requireWritable();
  }

  /**
   * Returns the folder of a model; what it replaces is a model.
   *
   * @throws IllegalArgumentException if something else has the name
   * @throws IOException if nothing can be written there
   */
  static Output ofModel(SparkSession spark, String to) throws IOException {
    Output output = new Output(spark, to);
    FileSystem files = output.files;
    if (files.exists(output.place) && !files.exists(new Path(output.place, MODEL_METADATA))) {
      throw new IllegalArgumentException(
          to + " exists and is no model of Spark's; give --out another name, or remove it");
    }
    return output.requireWritable();
  }

  /** Returns whether a folder has a file. */
  static boolean exists(SparkSession spark, String folder, String name) throws IOException {
    Path file = new Path(folder, name);
    return file.getFileSystem(spark.sessionState().newHadoopConf()).exists(file);
  }

  /** Work is not begun whose result could not be written. */
  private Output requireWritable() throws IOException {
    try {
      files.deleteOnExit(beside);
      if (!files.mkdirs(beside) || !files.delete(beside, true)) {
        throw new IOException("no folder can be made there");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--out is " + place + ", where nothing can be written: " + e.getMessage(), e);
    }
    return this;
  }

  /**
   * Writes the folder.
   *
   * @throws IOException if it cannot be written
   */
  void write(Content content) throws IOException {
    try {
      content.writeTo(beside.toString());
      files.delete(place, true);
      if (!files.rename(beside, place)) {
        throw new IOException(beside + " cannot be renamed to " + place.getName());
      }
    } finally {
      files.delete(beside, true);
    }
  }
}
