package io.gravmf.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.data.RatingsBuilder;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.embedding.Tsne;
import io.gravmf.embedding.TsneConfig;
import io.gravmf.embedding.TsneListener;
import io.gravmf.evaluate.Evaluation;
import io.gravmf.evaluate.SanityChecks;
import io.gravmf.format.ProjectorFiles;
import io.gravmf.model.FoldIn;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import io.gravmf.model.SimilarItems;
import io.gravmf.model.TopN;
import io.gravmf.model.TopNForAll;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import io.gravmf.train.TrainingResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model hands out its own arrays; whatever the library does with them leaves every bit. */
class UntouchedModelTest {

  private static final Ratings RATINGS = ratings();
  private static final Split SPLIT = Splits.random(RATINGS, 0.8, 1);

  private static Ratings ratings() {
    RatingsBuilder builder = new RatingsBuilder();
    for (int user = 0; user < 40; user++) {
      for (int item = 0; item < 30; item++) {
        if ((user * 7 + item * 3) % 5 != 0) {
          builder.add("user " + user, Integer.toString(100 * item), 1 + (user + item) % 5);
        }
      }
    }
    return builder.build();
  }

  private static TrainingConfig config(boolean hasBiases, Optimizer optimizer, int epochs) {
    Objective plain = Objective.NOTEBOOK;
    Objective objective =
        new Objective(
            plain.targets(),
            plain.users(),
            plain.items(),
            hasBiases ? Optional.of(new BiasPenalty(0.1, 0.2)) : Optional.empty(),
            plain.gravity());
    return TrainingConfig.builder()
        .dim(5)
        .epochs(epochs)
        .objective(objective)
        .optimizer(optimizer)
        .build();
  }

  private static List<int[]> bits(Model model) {
    return Stream.concat(
            Stream.of(model.userFactors(), model.itemFactors()),
            model.biases().stream().flatMap(any -> Stream.of(any.users(), any.items())))
        .map(UntouchedModelTest::bits)
        .toList();
  }

  private static int[] bits(FloatMatrix matrix) {
    int[] bits = new int[matrix.values().length];
    for (int k = 0; k < bits.length; k++) {
      bits[k] = Float.floatToRawIntBits(matrix.values()[k]);
    }
    return bits;
  }

  @ParameterizedTest
  @CsvSource({
    "cpu-plain,false,adamw",
    "cpu-vector,true,adamw",
    "cpu-plain,true,als",
    "cpu-vector,false,als"
  })
  void whateverIsDoneWithAModelLeavesEveryBit(
      String device, boolean hasBiases, String by, @TempDir Path folder) throws IOException {
    Optimizer optimizer =
        by.equals("als") ? new Optimizer.LeastSquares() : Optimizer.AdamW.NOTEBOOK;
    TrainingResult trained =
        Trainer.train(
            SPLIT,
            config(hasBiases, optimizer, 3),
            Backends.choose("cpu-plain", new BackendOptions(2)).backend(),
            TrainingListener.NONE);
    Model model = trained.model();
    List<int[]> before = bits(model);

    search(model);
    new FoldIn(model).solve(CompressedRows.byUser(SPLIT.train()), SPLIT.train().values());
    new FoldIn(model).solve(new int[] {0, 3}, new float[] {1, 5});
    Evaluation.of(model, SPLIT.validation());
    SanityChecks.of(model, SPLIT, RATINGS, 1);
    write(model, folder);
    for (TsneConfig.Method method : TsneConfig.Method.values()) {
      for (TsneConfig.Metric metric : TsneConfig.Metric.values()) {
        TsneConfig map =
            TsneConfig.builder().iterations(20).method(method).metric(metric).perplexity(5).build();
        Tsne.embed(model.itemFactors(), map, TsneListener.NONE);
      }
    }
    TrainingResult more =
        Trainer.train(
            SPLIT,
            config(hasBiases, optimizer, 5),
            trained.state(),
            Backends.choose(device, new BackendOptions(2)).backend(),
            TrainingListener.NONE);

    assertThat(bits(model)).usingElementComparator(Arrays::compare).isEqualTo(before);
    assertThat(bits(more.model()).get(0)).isNotEqualTo(before.get(0));
  }

  private static void search(Model model) {
    Recommender recommender = new Recommender(model);
    String user = model.userIds().id(0);
    String item = model.itemIds().id(0);
    recommender.recommend(user, 3, id -> !id.equals(item));
    recommender.similarUsers(user, 3);
    recommender.similarItems(item, 3);
    recommender.predict(user, List.of(item));
    for (SimilarItems.Metric metric : SimilarItems.Metric.values()) {
      new SimilarItems(model.itemFactors(), metric).of(0, 3);
    }
    new TopNForAll(new TopN(model), model.userVectors(), 4, query -> new int[] {2, 1})
        .forEach(2, (query, best) -> assertThat(best).hasSize(4));
  }

  private static void write(Model model, Path folder) throws IOException {
    ModelFiles.save(folder, model);
    ModelFiles.exportNpy(folder, model);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelFiles.write(out, model);
    ModelFiles.read(new ByteArrayInputStream(out.toByteArray()), "stream");
    ProjectorFiles.write(
        folder,
        List.of(
            new ProjectorFiles.Tensor(
                "items", model.itemFactors(), List.of("id", "row"), row -> List.of("a", "b"))));
  }
}
