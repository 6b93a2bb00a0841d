package io.gravmf.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.SharedData;
import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.Chain;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import io.gravmf.data.synthetic.EmbeddedSample;
import io.gravmf.evaluate.Evaluation;
import io.gravmf.model.FoldIn;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training by sampling, as a whole: the model that comes of it, its files and its checkpoints. */
class GibbsTrainingTest {

  private static final int SWEEPS = 40;
  private static final int DIM = 5;

  @TempDir Path folder;

  private static TrainingConfig config(int sweeps, int dim, int samples, int indicators) {
    return TrainingConfig.builder()
        .dim(dim)
        .epochs(sweeps)
        .objective(Objective.SAMPLED)
        .optimizer(new Optimizer.Gibbs(sweeps, 10, samples, indicators, Hyperpriors.DEFAULT, 1))
        .initialDeviation(0.3)
        .reportEvery(sweeps)
        .build();
  }

  private static Backend backend() {
    return Backends.choose("cpu", new BackendOptions(2)).backend();
  }

  private static Split split() {
    return Splits.random(EmbeddedSample.load().ratings(), 0.8, 1);
  }

  private static TrainingResult train(Split split, TrainingConfig config) {
    return Trainer.train(split, config, backend(), TrainingListener.NONE);
  }

  private static double predictionOfDraw(Chain chain, int draw, int user, int item) {
    int from = draw * (DIM + 1);
    FloatMatrix u = chain.userDraws();
    FloatMatrix v = chain.itemDraws();
    double sum = u.get(user, from + DIM) + v.get(item, from + DIM);
    for (int k = from; k < from + DIM; k++) {
      sum += (double) u.get(user, k) * v.get(item, k);
    }
    return sum;
  }

  /** Mean and deviation of the draws as the sampler had them, before anything turned them. */
  @Test
  void theModelPredictsTheDrawsAverageAndKnowsTheirDeviation() {
    TrainingResult result = train(split(), config(SWEEPS, DIM, 4, 3));
    Model model = result.model();
    Chain chain = result.state().chain().orElseThrow();
    assertThat(model.dim()).isEqualTo(4 * DIM);
    for (int k = 0; k < 50; k++) {
      int user = k * 7 % model.userIds().size();
      int item = k * 11 % model.itemIds().size();
      double sum = 0;
      double squares = 0;
      for (int draw = 0; draw < 4; draw++) {
        double one = predictionOfDraw(chain, draw, user, item);
        sum += one;
        squares += one * one;
        assertThat(model.draw(draw).predict(user, item))
            .isCloseTo(model.mean() + one, within(2e-4));
      }
      assertThat(model.predict(user, item)).isCloseTo(model.mean() + sum / 4, within(2e-4));
      double deviation = Math.sqrt((squares - sum * sum / 4) / 3);
      assertThat(model.deviation(user, item).orElseThrow()).isCloseTo(deviation, within(5e-4));
    }
  }

  @Test
  void filesKeepTheDraws() {
    Model model = train(split(), config(SWEEPS, DIM, 4, 3)).model();
    ModelFiles.save(folder, model);
    Model loaded = ModelFiles.load(folder);
    assertThat(loaded.provenance()).isEqualTo(model.provenance());
    assertThat(loaded.deviation(3, 4)).isEqualTo(model.deviation(3, 4));
    assertThat(loaded.draw(2).predict(1, 2)).isEqualTo(model.draw(2).predict(1, 2));
  }

  /** Users of the training part, folded in as if they were new, are predicted about as well. */
  @Test
  void newUsersAreFoldedInByLeastSquares() {
    Split split = split();
    Model model = train(split, config(60, DIM, 10, 0)).model();
    Ratings train = split.train();
    FoldIn foldIn = new FoldIn(model);
    double known = 0;
    double folded = 0;
    double mean = 0;
    int count = 0;
    Ratings held = split.validation();
    for (int k = 0; k < Math.min(300, held.size()); k++, count++) {
      List<Integer> items = new ArrayList<>();
      List<Float> values = new ArrayList<>();
      for (int r = 0; r < train.size(); r++) {
        if (train.users()[r] == held.users()[k]) {
          items.add(train.items()[r]);
          values.add(train.values()[r]);
        }
      }
      float[] ratings = new float[values.size()];
      for (int r = 0; r < ratings.length; r++) {
        ratings[r] = values.get(r);
      }
      float[] user = foldIn.solve(items.stream().mapToInt(i -> i).toArray(), ratings);
      double score = model.mean();
      float[] item = model.itemVectors().values();
      for (int c = 0; c < user.length; c++) {
        score += user[c] * item[held.items()[k] * user.length + c];
      }
      double rating = held.values()[k];
      folded += (score - rating) * (score - rating);
      double trained = model.predict(held.users()[k], held.items()[k]);
      known += (trained - rating) * (trained - rating);
      mean += (model.mean() - rating) * (model.mean() - rating);
    }
    assertThat(folded / count).isLessThan(1.05 * known / count).isLessThan(0.95 * mean / count);
  }

  @Test
  void anotherNumberOfSweepsThanTheSamplersIsRefused() {
    TrainingConfig.Builder builder =
        TrainingConfig.builder()
            .epochs(30)
            .objective(Objective.SAMPLED)
            .optimizer(new Optimizer.Gibbs(40, 10, 4, 0, Hyperpriors.DEFAULT, 1));
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("epochs is 30, expected the sampler's sweeps, 40");
  }

  @Test
  void burnInIsNotStoppedIn() {
    TrainingConfig config =
        TrainingConfig.builder()
            .dim(DIM)
            .epochs(SWEEPS)
            .objective(Objective.SAMPLED)
            .optimizer(new Optimizer.Gibbs(SWEEPS, 30, 4, 0, Hyperpriors.DEFAULT, 1))
            .reportEvery(1)
            .earlyStopPatience(1)
            .build();
    TrainingResult result = train(split(), config);
    assertThat(result.history()).hasSizeGreaterThan(30);
    assertThat(result.state().epoch()).isGreaterThan(30);
  }

  /** A quarter of the sweeps that the published figures take. */
  @Test
  void movieLensIsPredictedBetterThanByPenalties() {
    Path file = SharedData.require("data/ml-100k/u.data");
    Ratings all = RatingsReader.read(file, ReadOptions.DEFAULT).ratings();
    Split split = Splits.random(all, 0.8, 1);
    TrainingResult result = train(split, config(60, 8, 25, 32));
    double rmse =
        Math.sqrt(
            result.history().get(result.history().size() - 1).validation().orElseThrow().mse());
    assertThat(rmse).isLessThan(0.905);
    assertThat(Evaluation.of(result.model(), split.validation()).rmse())
        .isCloseTo(rmse, within(0.005));
  }
}
