package io.gravmf.spark.sweep;

import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.cuda.block.BlockDevices;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * The GPUs of tasks, which Spark gives them as the resource {@code gpu}. The driver asks for their
 * model, and every task must find that model: a job that solved some blocks on other devices would
 * have other bits on every run.
 */
public final class Gpus {

  /** The full name of the processor as a device. */
  public static final String CPU = "cpu";

  private static final String RESOURCE = "gpu";
  private static final String AMOUNT = "spark.task.resource.gpu.amount";

  /** What {@code local[n]} calls the one executor, in which tasks are given no resources. */
  private static final String DRIVER = "driver";

  private static final String HOW =
      "; type: --conf spark.executor.resource.gpu.amount=1 --conf spark.task.resource.gpu.amount=1"
          + " --conf spark.executor.resource.gpu.discoveryScript=SCRIPT";

  private Gpus() {}

  /** What a task has found: a model, or why there is none. */
  private record Found(String model, String problem) implements Serializable {

    private static final long serialVersionUID = 1;
  }

  /** Returns whether tasks are given GPUs, by the settings that Spark started with. */
  public static boolean areGiven(JavaSparkContext context) {
    return !context.isLocal() && context.getConf().getDouble(AMOUNT, 0) > 0;
  }

  /**
   * Returns the model of the tasks' GPUs, by a job of as many tasks as run at once.
   *
   * @throws IllegalArgumentException if tasks are given none, one cannot be used, or there are
   *     several models; in one line
   */
  public static String model(JavaSparkContext context) {
    if (!context.isLocal() && !areGiven(context)) {
      throw new IllegalArgumentException("device=cuda, but tasks are given no GPU" + HOW);
    }
    int tasks = Math.max(1, context.defaultParallelism());
    List<Found> found =
        context
            .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
            .map(task -> look())
            .collect();
    for (Found one : found) {
      if (one.problem != null) {
        throw new IllegalArgumentException("device=cuda, but " + one.problem);
      }
    }
    List<String> models = found.stream().map(Found::model).distinct().sorted().toList();
    if (models.size() > 1) {
      throw new IllegalArgumentException(
          "device=cuda needs GPUs of one model, found "
              + String.join("; ", models)
              + ": bits could differ");
    }
    return models.get(0);
  }

  private static Found look() {
    try {
      return new Found(BlockDevices.model(address()), null);
    } catch (BackendUnavailableException | IllegalStateException e) {
      return new Found(null, where() + ": " + e.getMessage());
    }
  }

  /** Returns which executor this is, for messages. */
  static String where() {
    SparkEnv env = SparkEnv.get();
    return "executor " + env.executorId() + " on " + env.blockManager().blockManagerId().host();
  }

  /**
   * Returns the address of this task's GPU.
   *
   * @param model that it must be of
   * @throws IllegalStateException if it is of another, or there is none
   * @throws BackendUnavailableException if it cannot be used
   */
  static String find(String model) {
    String address = address();
    String found = BlockDevices.model(address);
    if (!found.equals(model)) {
      throw new IllegalStateException(
          "the job solves on '"
              + model
              + "', "
              + where()
              + " has '"
              + found
              + "', and bits could differ; set device to cpu, or ask for executors of one model");
    }
    return address;
  }

  /** Returns the address that Spark says; empty, for the first usable, in {@code local[n]}. */
  private static String address() {
    ResourceInformation given = TaskContext.get().resourcesJMap().get(RESOURCE);
    if (given != null && given.addresses().length > 0) {
      return given.addresses()[0];
    }
    if (SparkEnv.get().executorId().equals(DRIVER)) {
      return "";
    }
    throw new IllegalStateException(where() + " has given a task no GPU" + HOW);
  }
}
