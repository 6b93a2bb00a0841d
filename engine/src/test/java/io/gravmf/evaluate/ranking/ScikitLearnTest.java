package io.gravmf.evaluate.ranking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gravmf.data.CompressedRows;
import io.gravmf.data.DenseIds;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.evaluate.Figure;
import io.gravmf.evaluate.RatingErrors;
import io.gravmf.evaluate.RatingScale;
import io.gravmf.model.TopN;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The same figures by scikit-learn. The interpreter is {@code $GRAVMF_PYTHON} or else {@code
 * python3}; where it has no scikit-learn, these tests skip.
 */
class ScikitLearnTest {

  private static final String PYTHON = System.getenv().getOrDefault("GRAVMF_PYTHON", "python3");

  private static final Random RANDOM = new Random(11);

  @BeforeAll
  static void requireScikitLearn() throws InterruptedException {
    String reason =
        "skipped: " + PYTHON + " with scikit-learn is not there (set GRAVMF_PYTHON to one)";
    try {
      Process process =
          new ProcessBuilder(PYTHON, "-c", "import sklearn").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      if (process.waitFor() == 0) {
        return;
      }
    } catch (IOException noPython) {
      reason += ": " + noPython.getMessage();
    }
    System.out.println(reason);
    abort(reason);
  }

  private static List<double[]> ask(List<String> lines) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(PYTHON, "src/test/python/ranking_metrics.py")
            .redirectErrorStream(true)
            .start();
    try (Writer to = process.outputWriter(UTF_8)) {
      to.write(String.join("\n", lines) + "\n");
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).describedAs(output).isZero();
    return output
        .lines()
        .map(line -> Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray())
        .toList();
  }

  private static String joined(IntStream values) {
    return values.mapToObj(Integer::toString).collect(Collectors.joining(","));
  }

  @Test
  void listsHaveItsFigures() throws Exception {
    int[] ks = new int[60];
    int[][] scores = new int[ks.length][];
    int[][] relevant = new int[ks.length][];
    String[] lines = new String[ks.length];
    for (int list = 0; list < ks.length; list++) {
      int items = 2 + RANDOM.nextInt(40);
      ks[list] = 1 + RANDOM.nextInt(items);
      // Distinct, and exact in float32.
      scores[list] = RANDOM.ints(-100_000, 100_000).distinct().limit(items).toArray();
      relevant[list] =
          RANDOM.ints(0, items).distinct().limit(1 + RANDOM.nextInt(items)).sorted().toArray();
      int[] wanted = relevant[list];
      lines[list] =
          "list;%d;%s;%s"
              .formatted(
                  ks[list],
                  joined(Arrays.stream(scores[list])),
                  joined(
                      IntStream.range(0, items)
                          .map(item -> Arrays.binarySearch(wanted, item) >= 0 ? 1 : 0)));
    }
    List<double[]> expected = ask(List.of(lines));
    for (int list = 0; list < ks.length; list++) {
      Map<String, Double> found = figures(scores[list], relevant[list], ks[list]);
      int k = ks[list];
      double[] theirs = expected.get(list);
      assertThat(found.get("ndcg@" + k)).isCloseTo(theirs[0], within(1e-12));
      assertThat(found.get("recall_of_all@" + k)).isCloseTo(theirs[1], within(1e-12));
      assertThat(found.get("precision@" + k)).isCloseTo(theirs[2], within(1e-12));
      // Theirs has no cut-off.
      int all = scores[list].length;
      assertThat(figures(scores[list], relevant[list], all).get("map@" + all))
          .isCloseTo(theirs[3], within(1e-12));
    }
  }

  private static Map<String, Double> figures(int[] scores, int[] relevant, int k) {
    float[] values = new float[scores.length];
    for (int item = 0; item < values.length; item++) {
      values[item] = scores[item];
    }
    return Ranking.of(
            new TopN(new FloatMatrix(values.length, 1, values)),
            new FloatMatrix(1, 1, new float[] {1}),
            rows(new int[0], values.length),
            rows(relevant, values.length),
            new int[] {k},
            1)
        .figures()
        .stream()
        .collect(Collectors.toMap(Figure::name, Figure::value));
  }

  private static CompressedRows rows(int[] items, int itemCount) {
    return CompressedRows.byUser(
        new Ratings(
            new int[items.length],
            items,
            new float[items.length],
            null,
            new DenseIds(1),
            new DenseIds(itemCount)));
  }

  @Test
  void errorsAreItsErrors() throws Exception {
    float[] truth = new float[500];
    double[] predicted = new double[truth.length];
    for (int k = 0; k < truth.length; k++) {
      truth[k] = 1 + RANDOM.nextInt(5);
      predicted[k] = 1 + 4 * RANDOM.nextDouble();
    }
    int[] rows = new int[truth.length];
    Ratings ratings = new Ratings(rows, rows, truth, null, new DenseIds(1), new DenseIds(1));
    RatingErrors found = RatingErrors.of(k -> predicted[k], ratings, RatingScale.of(ratings));
    String line =
        "errors;"
            + joined(IntStream.range(0, truth.length).map(k -> (int) truth[k]))
            + ";"
            + Arrays.stream(predicted).mapToObj(Double::toString).collect(Collectors.joining(","));
    double[] expected = ask(List.of(line)).get(0);
    assertThat(found.rmse()).isCloseTo(expected[0], within(1e-12));
    assertThat(found.mae()).isCloseTo(expected[1], within(1e-12));
  }
}
