package io.gravmf.crossvalidate;

import io.gravmf.backend.Backend;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.evaluate.Figure;
import io.gravmf.evaluate.RatingErrors;
import io.gravmf.evaluate.RatingScale;
import io.gravmf.evaluate.ranking.Ranking;
import io.gravmf.model.FoldIn;
import io.gravmf.model.Model;
import io.gravmf.model.TopN;
import io.gravmf.objective.Targets;
import io.gravmf.train.StopReason;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import io.gravmf.train.TrainingResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trains on a fold and tests on it. */
final class FoldRun {

  private final Fold fold;
  private final Measures measures;
  private final List<Figure> figures = new ArrayList<>();
  private final Map<String, List<Figure>> baselines = new LinkedHashMap<>();

  FoldRun(Fold fold, Measures measures) {
    this.fold = fold;
    this.measures = measures;
    if (fold.test().size() == 0) {
      throw new InvalidInputException("nothing is left to test on: " + fold.split().description());
    }
  }

  /** What is asked of a trained model: for each user of the test a query, and each test rating. */
  private record Answers(FloatMatrix queries, RatingErrors.Predictions predictions) {}

  FoldResult run(int number, TrainingConfig config, Backend backend) {
    return run(number, config, backend, true);
  }

  /** Returns the model's figures alone, without baselines to compare with. */
  List<Figure> figures(TrainingConfig config, Backend backend) {
    return run(0, config, backend, false).figures();
  }

  private FoldResult run(int number, TrainingConfig config, Backend backend, boolean compared) {
    long began = System.nanoTime();
    TrainingResult trained =
        Trainer.train(fold.split(), config.unattended(), backend, TrainingListener.NONE);
    double seconds = (System.nanoTime() - began) * 1e-9;
    if (trained.stopReason() == StopReason.CANCELLED) {
      throw new IllegalStateException("interrupted while training");
    }
    Model model = trained.model();
    Answers answers = answers(model);
    if (config.objective().targets() instanceof Targets.Explicit) {
      RatingScale scale = RatingScale.of(fold.train());
      figures.addAll(RatingErrors.of(answers.predictions(), fold.test(), scale).figures());
      if (compared) {
        baselines.putAll(new Baselines(fold, scale).ofRatings());
      }
    }
    Ranking ranking =
        measures.ranks() ? rank(model, answers, compared) : new Ranking(0, 0, List.of());
    return new FoldResult(
        number,
        fold.train().size(),
        fold.test().size(),
        ranking.users(),
        ranking.usersWithout(),
        figures,
        baselines,
        seconds);
  }

  private Answers answers(Model model) {
    Ratings test = fold.test();
    if (fold.heldOut().isEmpty()) {
      return new Answers(model.userVectors(), k -> model.predict(test.users()[k], test.items()[k]));
    }
    Ratings known = fold.known();
    FloatMatrix queries = new FoldIn(model).solve(CompressedRows.byUser(known), known.values());
    FloatMatrix items = model.itemVectors();
    return new Answers(
        queries, k -> model.mean() + dot(queries, test.users()[k], items, test.items()[k]));
  }

  private static double dot(FloatMatrix queries, int query, FloatMatrix items, int item) {
    double sum = 0;
    for (int k = 0; k < queries.columns(); k++) {
      sum += (double) queries.get(query, k) * items.get(item, k);
    }
    return sum;
  }

  private Ranking rank(Model model, Answers answers, boolean compared) {
    CompressedRows known = CompressedRows.byUser(fold.known());
    CompressedRows relevant = CompressedRows.byUser(measures.relevant(fold.test()));
    int[] cutoffs = measures.cutoffArray();
    Ranking ranking = Ranking.of(new TopN(model), answers.queries(), known, relevant, cutoffs, 1);
    figures.addAll(ranking.figures());
    if (compared) {
      baselines.putAll(
          new Baselines(fold, RatingScale.of(fold.train())).ofRanking(known, relevant, cutoffs));
    }
    return ranking;
  }
}
