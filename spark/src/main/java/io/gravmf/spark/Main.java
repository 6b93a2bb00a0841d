package io.gravmf.spark;

import io.gravmf.spark.command.Command;
import io.gravmf.spark.command.Failure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * The command for {@code spark-submit}: trains on ratings in Parquet or CSV, and predicts or
 * recommends with a model that was saved.
 */
public final class Main {

  private Main() {}

  /**
   * Runs a command. What is wrong is said in one line, the last: exit code 2 for bad usage and bad
   * input, 1 for what should not happen; {@code --debug} shows where.
   */
  public static void main(String[] words) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try {
      // A word that is wrong needs no cluster to be found.
      Command command = Command.parse(words);
      if (command.isHelp()) {
        out.print(Command.USAGE);
        return;
      }
      run(command, out);
    } catch (Exception | OutOfMemoryError | StackOverflowError e) {
      if (isEnding()) {
        System.err.println("gravmf: interrupted");
        return;
      }
      Failure failure = Failure.of(e);
      System.err.println("gravmf: " + failure.line());
      if (List.of(words).contains("--debug")) {
        e.printStackTrace();
      }
      System.exit(failure.exitCode());
    }
  }

  /** Whether the JVM ends already, as after Ctrl-C, when Spark stops what the command waits for. */
  private static boolean isEnding() {
    try {
      Thread hook = new Thread(() -> {});
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private static void run(Command command, PrintStream out) throws IOException {
    SparkSession spark = SparkSession.builder().appName("gravmf " + command.name()).getOrCreate();
    try {
      command.run(spark, out);
    } finally {
      spark.stop();
    }
  }
}
