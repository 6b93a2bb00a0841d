package io.gravmf.cli.notebook;

import io.gravmf.objective.Objective;

/** Says in a line what is minimised. */
final class ObjectiveText {

  private ObjectiveText() {}

  static String of(Objective objective, int dim) {
    return "MSE + "
        + objective.users().lambda()
        + " L2 + "
        + objective.gravity()
        + " gravity, of "
        + dim
        + " factors each";
  }
}
