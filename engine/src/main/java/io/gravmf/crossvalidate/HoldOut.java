package io.gravmf.crossvalidate;

import io.gravmf.backend.Backend;
import io.gravmf.evaluate.Figure;
import io.gravmf.train.Recipe;
import java.util.List;

/** Tries recipes on one fold; several at once, if need be. */
public final class HoldOut {

  private final Fold fold;
  private final Measures measures;
  private final Backend backend;

  /** Takes what to train and test on. */
  public HoldOut(Fold fold, Measures measures, Backend backend) {
    this.fold = fold;
    this.measures = measures;
    this.backend = backend;
  }

  /**
   * Trains and returns the figures of what was trained.
   *
   * @throws io.gravmf.train.DivergedException if training diverges
   */
  public List<Figure> figures(Recipe recipe) {
    return new FoldRun(fold, measures).figures(recipe.over(fold.train()), backend);
  }
}
