package io.gravmf.bench.measure;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
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
 * Sweeps of alternating least squares: both sides' rows over all ratings, and the loss. On a GPU,
 * batches of sweeps, as training runs them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SweepBenchmark {

  /** Which implementation; or a GPU, whose threads are not counted. */
  @Param({"cpu-vector", "cpu-plain"})
  public String device;

  /** Which ratings; see {@link BenchData}. */
  @Param(BenchData.SAMPLE)
  public String data;

  /** Number of factors. */
  @Param({"32", "64", "100", "128"})
  public int dim;

  /** {@code als}, by Cholesky, or {@code als-cg}, by three steps of conjugate gradients. */
  @Param({"als", "als-cg"})
  public String optimizer;

  /** Number of the engine's threads. */
  @Param({"1", "2"})
  public int threads;

  /** What is minimised; see {@link BenchData#objective}. */
  @Param("explicit")
  public String feedback;

  /** Sweeps of an operation; results are divided by it. */
  @Param("1")
  public int sweeps;

  private TrainingSession session;

  /** Reads the ratings and draws the initial factors. */
  @Setup
  public void open() {
    session =
        Backends.choose(device, new BackendOptions(threads))
            .backend()
            .open(BenchData.whole(data, dim, BenchData.optimizer(optimizer), feedback));
  }

  /** Ends the backend's threads. */
  @TearDown
  public void close() {
    session.close();
  }

  /** Runs the sweeps of an operation. */
  @Benchmark
  public Loss[] sweep() {
    return session.run(sweeps, () -> false);
  }
}
