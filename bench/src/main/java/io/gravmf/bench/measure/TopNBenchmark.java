package io.gravmf.bench.measure;

import io.gravmf.data.CompressedRows;
import io.gravmf.data.Split;
import io.gravmf.model.Model;
import io.gravmf.model.TopN;
import io.gravmf.model.TopNForAll;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The best ten items for every user, without those that the user has rated. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class TopNBenchmark {

  private static final int BEST = 10;

  /** Which ratings; see {@link BenchData}. */
  @Param(BenchData.SAMPLE)
  public String data;

  /** Number of factors. */
  @Param("100")
  public int dim;

  /** Number of the search's threads. */
  @Param({"1", "2"})
  public int threads;

  private TopNForAll search;

  /** Trains a model. */
  @Setup
  public void prepare() {
    Split split = BenchData.split(data);
    Model model = TrainedModel.of(split, dim, 2);
    CompressedRows rated = CompressedRows.byUser(split.train());
    int[][] ratedOf = new int[rated.rowCount()][];
    for (int user = 0; user < ratedOf.length; user++) {
      ratedOf[user] =
          Arrays.copyOfRange(rated.columns(), rated.offsets()[user], rated.offsets()[user + 1]);
    }
    search =
        new TopNForAll(
            new TopN(model.itemFactors()), model.userFactors(), BEST, user -> ratedOf[user]);
  }

  /** Searches. */
  @Benchmark
  public void best(Blackhole hole) {
    search.forEach(
        threads,
        (user, best) -> {
          hole.consume(user);
          hole.consume(best);
        });
  }
}
