package io.gravmf.crossvalidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.data.DenseIds;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.data.synthetic.EmbeddedSample;
import io.gravmf.evaluate.Figure;
import io.gravmf.model.FoldIn;
import io.gravmf.model.Model;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.Preset;
import io.gravmf.train.Recipe;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrossValidationTest {

  private static final Ratings SAMPLE = sample(5_000);

  private static Ratings sample(int size) {
    Ratings all = EmbeddedSample.load().ratings();
    return all.select(IntStream.range(0, size).toArray(), 0, size);
  }

  private static final Measures RANKED = new Measures(List.of(5, 10), Double.NEGATIVE_INFINITY);

  private static Backend cpu(int threads) {
    return Backends.choose("cpu", new BackendOptions(threads)).backend();
  }

  private static final Recipe LEAST_SQUARES =
      train ->
          TrainingConfig.builder()
              .dim(5)
              .epochs(3)
              .optimizer(new Optimizer.LeastSquares())
              .objective(
                  new Objective(
                      Objective.NOTEBOOK.targets(),
                      Objective.NOTEBOOK.users(),
                      Objective.NOTEBOOK.items(),
                      Optional.of(new BiasPenalty(0.05, 0.05)),
                      0))
              .build();

  private static List<List<Object>> bits(List<FoldResult> results) {
    return results.stream()
        .map(fold -> List.<Object>of(fold.number(), fold.figures(), fold.baselines()))
        .toList();
  }

  private static List<FoldResult> run(Protocol protocol, Recipe recipe, int atOnce, int threads) {
    return new CrossValidation(recipe, RANKED, cpu(threads), atOnce).run(protocol, fold -> {});
  }

  @Test
  void foldsSideBySideHaveTheBitsOfOneByOne() {
    Recipe adamw = train -> TrainingConfig.builder().dim(4).epochs(6).build();
    Protocol random = new RandomFolds(SAMPLE, 3, 2, 5);
    Protocol strong = HeldOutUserFolds.parts(SAMPLE, 4, 1, 5);
    for (Recipe recipe : List.of(LEAST_SQUARES, adamw, Preset.RANKING)) {
      List<List<Object>> oneByOne = bits(run(random, recipe, 1, 1));
      assertThat(bits(run(random, recipe, 6, 1))).isEqualTo(oneByOne);
      assertThat(bits(run(random, recipe, 2, 3))).isEqualTo(oneByOne);
    }
    List<List<Object>> oneByOne = bits(run(strong, LEAST_SQUARES, 1, 2));
    assertThat(bits(run(strong, LEAST_SQUARES, 4, 1))).isEqualTo(oneByOne);
  }

  @Test
  void theLastFoldsMayHaveMoreThreadsAndKeepTheirBits() {
    Protocol random = new RandomFolds(SAMPLE, 5, 1, 5);
    List<FoldResult> results =
        new CrossValidation(LEAST_SQUARES, RANKED, cpu(1), 2, cpu(2)).run(random, fold -> {});
    assertThat(bits(results)).isEqualTo(bits(run(random, LEAST_SQUARES, 1, 1)));
  }

  @Test
  void ofAnItemWithoutTrainingRatingsTheMeanIsPredicted() {
    Ratings train =
        new Ratings(
            new int[] {0, 1},
            new int[] {0, 0},
            new float[] {4, 2},
            null,
            new DenseIds(2),
            new DenseIds(2));
    Ratings test =
        new Ratings(
            new int[] {0}, new int[] {1}, new float[] {5}, null, new DenseIds(2), new DenseIds(2));
    Recipe unbiased =
        ratings ->
            TrainingConfig.builder()
                .dim(2)
                .epochs(3)
                .optimizer(new Optimizer.LeastSquares())
                .build();
    FoldResult found =
        new CrossValidation(unbiased, Measures.OF_RATINGS, cpu(1), 1)
            .run(new GivenFolds(List.of(Splits.byValidation(train, test))), fold -> {})
            .get(0);
    assertThat(found.figures())
        .extracting(Figure::name, Figure::value)
        .containsExactly(tuple("rmse", 2.0), tuple("mae", 2.0));
  }

  @Test
  void resultsComeInTheFoldsOrder() {
    List<Integer> told = new ArrayList<>();
    new CrossValidation(LEAST_SQUARES, Measures.OF_RATINGS, cpu(1), 3)
        .run(new RandomFolds(SAMPLE, 5, 1, 1), fold -> told.add(fold.number()));
    assertThat(told).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void aFoldThatRunsOutOfMemorySaysSo() {
    Recipe hungry =
        train -> {
          throw new OutOfMemoryError("Java heap space");
        };
    assertThatThrownBy(() -> run(new RandomFolds(SAMPLE, 2, 1, 1), hungry, 2, 1))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void estimatesAreTheFoldsMeans() {
    List<FoldResult> folds = run(new RandomFolds(SAMPLE, 4, 1, 1), LEAST_SQUARES, 2, 1);
    Estimate rmse = Estimate.ofModel(folds).get(0);
    double[] values = folds.stream().mapToDouble(fold -> fold.figures().get(0).value()).toArray();
    assertThat(rmse.name()).isEqualTo("rmse");
    assertThat(rmse.folds()).containsExactlyElementsOf(Arrays.stream(values).boxed().toList());
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    assertThat(rmse.mean().value()).isCloseTo(mean, within(1e-14));
    assertThat(rmse.mean().standardError()).isCloseTo(Math.sqrt(squares / 3 / 4), within(1e-14));
    assertThat(rmse.usersError()).isNaN();
    assertThat(Estimate.ofBaselines(folds))
        .containsOnlyKeys("global mean", "user and item means", "popularity");
    assertThat(rmse.mean().value())
        .isLessThan(Estimate.ofBaselines(folds).get("global mean").get(0).mean().value());
  }

  private static Map<String, Double> values(List<Figure> figures) {
    return figures.stream().collect(Collectors.toMap(Figure::name, Figure::value));
  }

  private static Ratings ratings(int[] users, int[] items, float... values) {
    return new Ratings(users, items, values, null, new DenseIds(2), new DenseIds(3));
  }

  /** The third item has no training ratings. */
  private static final Split SMALL =
      new Split(
          ratings(new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1}, 5, 3, 3, 1),
          ratings(new int[] {0, 1}, new int[] {2, 2}, 5, 1),
          "by hand");

  @Test
  void baselinesAreWhatTheirNamesSay() {
    FoldResult found = run(new GivenFolds(List.of(SMALL)), LEAST_SQUARES, 1, 1).get(0);
    // The mean is 3. The items' differences, 2 / 27 and -2 / 27, cancel for each user, whose own is
    // 2 / 12 and -2 / 12; the third item has none.
    assertThat(values(found.baselines().get("global mean"))).containsEntry("rmse", 2.0);
    assertThat(values(found.baselines().get("user and item means")).get("rmse"))
        .isCloseTo(2 - 1 / 6.0, within(1e-15));
    // Both users know the popular items; what is left is the third.
    assertThat(values(found.baselines().get("popularity"))).containsEntry("precision@5", 0.2);
  }

  @Test
  void anItemWithoutTrainingRatingsIsPredictedByItsUser() {
    double bias = 0.02;
    Recipe biasesAlone =
        train ->
            TrainingConfig.builder()
                .dim(1)
                .epochs(50)
                .initialDeviation(0)
                .optimizer(new Optimizer.LeastSquares())
                .objective(
                    new Objective(
                        Objective.NOTEBOOK.targets(),
                        Objective.NOTEBOOK.users(),
                        Objective.NOTEBOOK.items(),
                        Optional.of(new BiasPenalty(bias, bias)),
                        0))
                .build();
    FoldResult found = run(new GivenFolds(List.of(SMALL)), biasesAlone, 1, 1).get(0);
    // Without factors the users' biases are 1 and -1, shrunk: 2 b + 4 * 0.02 / 2 b = 2.
    double shrunk = 2 / (2 + 4 * bias / 2);
    assertThat(values(found.figures()).get("rmse")).isCloseTo(2 - shrunk, within(1e-6));
    // It is a candidate, the only one here.
    assertThat(values(found.figures())).containsEntry("mrr@5", 1.0).containsEntry("recall@5", 1.0);
  }

  @Test
  void heldOutUsersArePredictedByWhatFoldsThemIn() {
    Protocol protocol = HeldOutUserFolds.ofSize(SAMPLE, 30, 1, 9);
    Fold fold = protocol.fold(0);
    Model model =
        Trainer.train(fold.split(), LEAST_SQUARES.over(fold.train()), cpu(1), TrainingListener.NONE)
            .model();
    FoldIn foldIn = new FoldIn(model);
    FloatMatrix items = model.itemVectors();
    Ratings known = fold.known();
    Ratings test = fold.test();
    double squares = 0;
    for (int k = 0; k < test.size(); k++) {
      int user = test.users()[k];
      int[] own = IntStream.range(0, known.size()).filter(r -> known.users()[r] == user).toArray();
      int[] rated = Arrays.stream(own).map(r -> known.items()[r]).toArray();
      float[] values = new float[own.length];
      for (int r = 0; r < own.length; r++) {
        values[r] = known.values()[own[r]];
      }
      float[] vector = foldIn.solve(rated, values);
      double prediction = model.mean();
      for (int d = 0; d < vector.length; d++) {
        prediction += vector[d] * items.get(test.items()[k], d);
      }
      double error = Math.max(1, Math.min(5, prediction)) - test.values()[k];
      squares += error * error;
    }
    FoldResult found = run(protocol, LEAST_SQUARES, 1, 1).get(0);
    assertThat(values(found.figures()).get("rmse"))
        .isCloseTo(Math.sqrt(squares / test.size()), within(1e-5));
  }

  @Test
  void implicitFeedbackPredictsNoRatings() {
    FoldResult found = run(new RandomFolds(SAMPLE, 3, 1, 1), Preset.RANKING, 2, 1).get(0);
    assertThat(values(found.figures())).containsKey("ndcg@10").doesNotContainKey("rmse");
    assertThat(found.baselines()).containsOnlyKeys("popularity");
  }

  @Test
  void ratingsBelowTheLimitAreNotRelevant() {
    Measures fives = new Measures(List.of(3), 5);
    FoldResult found =
        new CrossValidation(LEAST_SQUARES, fives, cpu(1), 1)
            .run(new GivenFolds(List.of(SMALL)), fold -> {})
            .get(0);
    assertThat(found.rankedUsers()).isEqualTo(1);
    assertThat(found.usersWithout()).isEqualTo(1);
  }

  @Test
  void trainingSeesNothingThatIsHeldOut() {
    Split other =
        new Split(
            SMALL.train(), ratings(new int[] {0, 1}, new int[] {2, 2}, 1, 5), SMALL.description());
    List<Ratings> seen = new ArrayList<>();
    Recipe watched =
        train -> {
          seen.add(train);
          return LEAST_SQUARES.over(train);
        };
    List<Figure> first = run(new GivenFolds(List.of(SMALL)), watched, 1, 1).get(0).figures();
    List<Figure> second = run(new GivenFolds(List.of(other)), watched, 1, 1).get(0).figures();
    assertThat(seen).containsExactly(SMALL.train(), SMALL.train());
    // The lists do not depend on the ratings held out, but for which pairs they are.
    assertThat(first.subList(2, first.size())).isEqualTo(second.subList(2, second.size()));
  }

  @Test
  void aFoldThatHasNothingToTestOnIsRefused() {
    Split empty = new Split(SMALL.train(), SMALL.train().select(new int[0], 0, 0), "by hand");
    assertThatThrownBy(() -> run(new GivenFolds(List.of(empty)), LEAST_SQUARES, 1, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("nothing is left to test on: by hand");
    assertThatThrownBy(() -> new Measures(List.of(10, 0), 0))
        .hasMessage("--rank is 0, expected 1 or more");
  }
}
