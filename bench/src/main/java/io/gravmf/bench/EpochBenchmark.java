package io.gravmf.bench;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.data.Ratings;
import io.gravmf.data.RatingsReader;
import io.gravmf.data.ReadOptions;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.data.synthetic.EmbeddedSample;
import io.gravmf.train.InitialFactors;
import io.gravmf.train.TrainingConfig;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One full-batch epoch: both sides' gradients, AdamW, the losses. The data is the file that the
 * system property {@code gravmf.ratings} names, or the embedded sample, which has MovieLens-100K's
 * shape.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0",
      "-XX:ObjectAlignmentInBytes=64",
      "-XX:+UseParallelGC"
    })
public class EpochBenchmark {

  /** Which implementation. */
  @Param({"cpu-plain", "cpu-vector"})
  public String device;

  /** Number of factors. */
  @Param({"16", "32", "64", "100", "128", "256"})
  public int dim;

  /** Number of threads. */
  @Param({"1", "2"})
  public int threads;

  private TrainingSession session;

  /** Reads and splits the ratings and draws the initial factors. */
  @Setup(Level.Trial)
  public void open() {
    String file = System.getProperty("gravmf.ratings");
    Ratings ratings =
        file == null
            ? EmbeddedSample.load().ratings()
            : RatingsReader.read(Path.of(file), ReadOptions.DEFAULT).ratings();
    Split split = Splits.random(ratings, 0.8, 1);
    TrainingConfig config = TrainingConfig.builder().dim(dim).build();
    Backend backend = Backends.choose(device, new BackendOptions(threads)).backend();
    session =
        backend.open(
            new Problem(
                split,
                split.train().mean(),
                config.hyperparameters(),
                InitialFactors.normal(ratings.userCount(), ratings.itemCount(), dim, 1)));
  }

  /** Ends the backend's threads. */
  @TearDown(Level.Trial)
  public void close() {
    session.close();
  }

  /** Runs one epoch. */
  @Benchmark
  public Loss[] epoch() {
    return session.run(1, () -> false);
  }
}
