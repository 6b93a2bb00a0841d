package io.gravmf.bench.measure;

import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import java.io.IOException;
import java.nio.file.Path;
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

/** Writing a model, which waits for the disk, and reading it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ModelFilesBenchmark {

  /** Which ratings; see {@link BenchData}. */
  @Param(BenchData.SAMPLE)
  public String data;

  /** Number of factors. */
  @Param("100")
  public int dim;

  private Model model;
  private TemporaryFolder folder;
  private Path written;

  /** Trains and writes a model. */
  @Setup
  public void prepare() throws IOException {
    model = TrainedModel.of(BenchData.split(data), dim, 2);
    folder = new TemporaryFolder();
    written = folder.path().resolve("written");
    ModelFiles.save(written, model);
  }

  /** Removes the files. */
  @TearDown
  public void clean() throws IOException {
    folder.close();
  }

  /** Writes a model over another. */
  @Benchmark
  public void save() {
    ModelFiles.save(written, model);
  }

  /** Reads a model. */
  @Benchmark
  public Model load() {
    return ModelFiles.load(written);
  }
}
