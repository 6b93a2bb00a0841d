package io.gravmf.bench.result;

import io.gravmf.bench.measure.BenchData;
import io.gravmf.data.InvalidInputException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
 * @param busy what others took of the processors during the run; null if unknown
 * @param gpu how the GPU fared; null where none was measured, or that is unknown
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
    double seconds,
    Busy busy,
    Gpu gpu) {

  /** The share of the processors that others may take without disturbing a run. */
  private static final double DISTURBING = 0.1;

  /** The same of the load before it began, where nothing better is known. */
  private static final double DISTURBING_LOAD = 0.4;

  /**
   * What others took of the processors.
   *
   * @param others processors that other programs of this system kept busy
   * @param stolen processors that the physical machine gave to others
   */
  public record Busy(double others, double stolen) {}

  /**
   * The GPU during a run, as {@code nvidia-smi} saw it a few times a second; each moment is in the
   * run's file {@value RunFolder#GPU}.
   *
   * @param uuid which card
   * @param smMhz least, median and most of the multiprocessors' clock
   * @param memoryMhz the same of the memory's clock
   * @param watts the same of the power drawn
   * @param hottest degrees Celsius
   * @param throttled reasons for which its clock was held down, with the share of the moments
   */
  public record Gpu(
      String uuid,
      List<Double> smMhz,
      List<Double> memoryMhz,
      List<Double> watts,
      double hottest,
      List<String> throttled) {}

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

  /** Returns the same with what was seen while it ran. */
  public Machine with(Busy others, Gpu watched) {
    return new Machine(
        name,
        date,
        command,
        version,
        cpu,
        processors,
        vector,
        lanes,
        memoryMib,
        system,
        jdk,
        jvmFlags,
        gpus,
        data,
        leftOut,
        load,
        seconds,
        others,
        watched);
  }

  /** Returns how others disturbed the run, in words; nothing where they did not. */
  public Optional<String> disturbance() {
    if (busy == null) {
      return load > DISTURBING_LOAD * processors
          ? Optional.of(String.format(Locale.ROOT, "the load was %.1f when it began", load))
          : Optional.empty();
    }
    return busy.others + busy.stolen > DISTURBING * processors
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "other programs took %.2f processors, other machines %.2f",
                busy.others,
                busy.stolen))
        : Optional.empty();
  }
}
