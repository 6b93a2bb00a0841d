package io.gravmf.cli.notebook;

import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;

/** Says in a line what is minimised. */
final class ObjectiveText {

  private ObjectiveText() {}

  /**
   * Returns the text.
   *
   * @param dim factors of the model
   * @param optimizer a sampler minimises nothing, and says so
   */
  static String of(Objective objective, Optimizer optimizer, int dim) {
    if (optimizer instanceof Optimizer.Gibbs) {
      return "nothing: factors are drawn by Gibbs sampling, and draws averaged";
    }
    StringBuilder text = new StringBuilder();
    if (objective.targets() instanceof Targets.Implicit implicit) {
      text.append("MSE of known pairs from 1");
      if (implicit.isWeighted()) {
        text.append(", weighing 1 + ").append(implicit.alpha()).append(" rating,");
      }
      if (implicit.unobserved() > 0) {
        text.append(" gravity's part of it taken out,");
      }
    } else {
      text.append("MSE");
    }
    Penalty users = objective.users();
    Penalty items = objective.items();
    if (users.equals(items)) {
      append(text, users, "");
    } else {
      append(text, users, " of users");
      append(text, items, " of items");
    }
    objective
        .biases()
        .ifPresent(
            biases -> {
              text.append(" + ").append(biases.users()).append(" L2 of users' biases");
              text.append(" + ").append(biases.items()).append(" L2 of items' biases");
            });
    text.append(" + ").append(objective.gravity()).append(" gravity, of ").append(dim);
    return text.append(" factors each").toString();
  }

  private static void append(StringBuilder text, Penalty penalty, String whose) {
    text.append(" + ").append(penalty.lambda()).append(" L2").append(whose);
    if (!penalty.isUniform()) {
      text.append(" by ratings^").append(penalty.exponent());
    }
  }
}
