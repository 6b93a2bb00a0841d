package io.gravmf.bench.result;

import io.gravmf.bench.measure.BenchData;
import io.gravmf.data.InvalidInputException;
import java.util.List;

/**
 * What a run ran on and what it consisted of: {@code machine.json}.
 *
 * @param name a few words, which results are filed under
 * @param date of the run, in UTC
 * @param command what was typed
 * @param version of this software
 * @param cpu the processor's name
 * @param processors how many the JVM may use
 * @param vector width of the Vector API's vectors, in words
 * @param lanes floats in a vector, or 1
 * @param memoryMib memory of the machine
 * @param system operating system
 * @param jdk the Java that ran the benchmarks
 * @param jvmFlags its flags
 * @param gpus GPUs with their drivers, or why there is none
 * @param data the data that was measured on
 * @param leftOut what was not measured
 * @param load processors that other programs kept busy when it began; negative if unknown
 * @param seconds how long the run took
 */
public record Machine(
    String name,
    String date,
    String command,
    String version,
    String cpu,
    int processors,
    String vector,
    int lanes,
    long memoryMib,
    String system,
    String jdk,
    List<String> jvmFlags,
    List<String> gpus,
    List<DataShape> data,
    List<LeftOut> leftOut,
    double load,
    double seconds) {

  /**
   * @throws io.gravmf.data.InvalidInputException if the file that it was read from lacks something
   */
  public Machine {
    if (processors < 1 || lanes < 1 || data == null || data.isEmpty()) {
      throw new InvalidInputException(
          "machine.json lacks the processors, the lanes or the data of a run");
    }
  }

  /**
   * Returns data by its name.
   *
   * @throws IllegalArgumentException if the run had none such
   */
  public DataShape shape(String dataName) {
    return data.stream()
        .filter(shape -> shape.name().equals(dataName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no data '" + dataName + "' in the run"));
  }

  /** Returns how people call data: a file by its name. */
  public String label(String dataName) {
    return dataName.equals(BenchData.FILE) ? shape(dataName).source() : dataName;
  }

  /** Returns the data that most is measured on: the user's file, or the sample. */
  public DataShape mainData() {
    return data.get(0);
  }
}
