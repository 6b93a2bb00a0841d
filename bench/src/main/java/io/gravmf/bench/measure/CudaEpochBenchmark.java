package io.gravmf.bench.measure;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.DeviceTime;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import io.gravmf.backend.Loss;
import io.gravmf.backend.TrainingSession;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Batches of epochs on a GPU, as training runs them between two lines of losses; by wall clock, and
 * by the device's events.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CudaEpochBenchmark {

  /** Which device. */
  @Param("cuda")
  public String device;

  /** Which ratings; see {@link BenchData}. */
  @Param(BenchData.SAMPLE)
  public String data;

  /** Number of factors. */
  @Param({"8", "16", "32", "64", "100", "128", "256"})
  public int dim;

  /** How gravity is computed. */
  @Param("AUTO")
  public Gravity gravity;

  /** How epochs are launched. */
  @Param("AUTO")
  public EpochPath path;

  /** Epochs of an operation; results are divided by it. */
  @Param("200")
  public int epochs;

  private TrainingSession session;

  /** Uploads the problem. */
  @Setup
  public void open() {
    session =
        Backends.choose(device, new BackendOptions(1, gravity, path))
            .backend()
            .open(BenchData.problem(data, dim));
  }

  /** Frees the device's memory. */
  @TearDown
  public void close() {
    session.close();
  }

  /** Runs a batch of epochs. */
  @Benchmark
  public Loss[] epochs(DeviceClock clock) {
    double before = seconds();
    Loss[] losses = session.run(epochs, () -> false);
    clock.add(seconds() - before, epochs);
    return losses;
  }

  private double seconds() {
    return session.deviceTime().map(DeviceTime::seconds).orElseThrow();
  }
}
