package io.gravmf.bench.measure;

import io.gravmf.data.FloatMatrix;
import io.gravmf.embedding.Tsne;
import io.gravmf.embedding.TsneConfig;
import io.gravmf.embedding.TsneListener;
import io.gravmf.embedding.TsneResult;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The notebook's t-SNE of a trained model's items: three components, perplexity 3. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class TsneBenchmark {

  private static final int EPOCHS = 300;
  private static final int COMPONENTS = 3;
  private static final double PERPLEXITY = 3;

  /** Which ratings; see {@link BenchData}. */
  @Param(BenchData.SAMPLE)
  public String data;

  /** Number of factors. */
  @Param("100")
  public int dim;

  /** By a tree or exactly. */
  @Param({"BARNES_HUT", "EXACT"})
  public TsneConfig.Method method;

  /** Number of threads. */
  @Param("2")
  public int threads;

  private FloatMatrix items;
  private TsneConfig config;

  /** Trains a model. */
  @Setup
  public void prepare() {
    items = points(data, dim);
    config =
        TsneConfig.builder()
            .components(COMPONENTS)
            .perplexity(PERPLEXITY)
            .init(TsneConfig.Init.RANDOM)
            .method(method)
            .threads(threads)
            .build();
  }

  /** Returns the items' factors of a model that is trained for the purpose. */
  public static FloatMatrix points(String data, int dim) {
    return TrainedModel.of(BenchData.split(data), dim, EPOCHS).itemFactors();
  }

  /** Embeds all items. */
  @Benchmark
  public TsneResult embed() {
    return Tsne.embed(items, config, TsneListener.NONE);
  }
}
