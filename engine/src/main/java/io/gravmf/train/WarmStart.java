package io.gravmf.train;

import io.gravmf.backend.TrainingState;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.IdMap;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.model.Model;

/**
 * Where training starts that goes on from a model, over ratings whose users and items need not be
 * the model's: rows of ids that it knows are its rows, bit for bit, rows of other ids are drawn,
 * and rows of ids that are gone are left out.
 *
 * <p>A warm start and not a resumption: AdamW's moments and the number of its steps are not in a
 * model, so moments start at zero and epochs at 0, and the first steps are as long as those of a
 * new run. A {@link io.gravmf.checkpoint.Checkpoint} resumes. The constant in predictions is the
 * new training ratings' mean, and of the model's objective nothing but its biases is taken over.
 *
 * @param state the state for {@link Trainer#train(Split, TrainingConfig, TrainingState,
 *     io.gravmf.backend.Backend, TrainingListener)}
 * @param users what became of the users' rows
 * @param items what became of the items' rows
 */
public record WarmStart(TrainingState state, Rows users, Rows items) {

  /**
   * What became of one side's rows.
   *
   * @param taken how many are the model's
   * @param added how many are drawn, for ids that the model does not know
   * @param gone how many of the model's are left out
   */
  public record Rows(int taken, int added, int gone) {}

  /**
   * Makes the state to start from. Each drawn factor is from N(0, deviation²), with the
   * configuration's deviation, its bias is zero. What is drawn for an id depends on the
   * configuration's seed, the side and the id alone, not on what other ids there are.
   *
   * @param split over any users and items, matched with the model's by id as text
   * @throws IllegalArgumentException if the model's d is not the configuration's, either alone has
   *     biases, or a matrix would not fit a Java array
   */
  public static WarmStart of(Model model, Split split, TrainingConfig config) {
    if (model.dim() != config.dim()) {
      throw new IllegalArgumentException(
          "the model has d = " + model.dim() + ", expected " + config.dim());
    }
    if (model.biases().isPresent() != config.objective().hasBiases()) {
      throw new IllegalArgumentException(
          model.biases().isPresent()
              ? "the model has biases but the objective has none"
              : "the objective has biases but the model has none");
    }
    Ratings train = split.train();
    FloatMatrix users =
        rows(
            withBiases(model.userFactors(), model.biases().map(Model.Biases::users).orElse(null)),
            model.userIds(),
            train.userIds(),
            new RowDraws(config, "user"));
    FloatMatrix items =
        rows(
            withBiases(model.itemFactors(), model.biases().map(Model.Biases::items).orElse(null)),
            model.itemIds(),
            train.itemIds(),
            new RowDraws(config, "item"));
    return new WarmStart(
        new TrainingState(
            0, config.dim(), TrainingState.Side.initial(users), TrainingState.Side.initial(items)),
        count(model.userIds(), train.userIds()),
        count(model.itemIds(), train.itemIds()));
  }

  private static FloatMatrix withBiases(FloatMatrix factors, FloatMatrix biases) {
    if (biases == null) {
      return factors;
    }
    int dim = factors.columns();
    FloatMatrix both = factors.columns(0, dim + 1);
    for (int row = 0; row < both.rows(); row++) {
      both.values()[row * (dim + 1) + dim] = biases.get(row, 0);
    }
    return both;
  }

  private static FloatMatrix rows(FloatMatrix known, IdMap knownIds, IdMap ids, RowDraws draws) {
    int columns = known.columns();
    FloatMatrix rows = FloatMatrix.zeros(ids.size(), columns);
    for (int row = 0; row < ids.size(); row++) {
      String id = ids.id(row);
      int source = knownIds.row(id);
      if (source < 0) {
        draws.draw(id, rows.values(), row * columns);
      } else {
        System.arraycopy(known.values(), source * columns, rows.values(), row * columns, columns);
      }
    }
    return rows;
  }

  private static Rows count(IdMap known, IdMap ids) {
    int taken = 0;
    for (int row = 0; row < ids.size(); row++) {
      if (known.row(ids.id(row)) >= 0) {
        taken++;
      }
    }
    return new Rows(taken, ids.size() - taken, known.size() - taken);
  }
}
