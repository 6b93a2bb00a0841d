package io.gravmf.cli;

/** Says in a line what is minimised. */
final class Objective {

  private Objective() {}

  static String of(io.gravmf.objective.Objective objective, int dim) {
    return "MSE + "
        + objective.users().lambda()
        + " L2 + "
        + objective.gravity()
        + " gravity, of "
        + dim
        + " factors each";
  }
}
