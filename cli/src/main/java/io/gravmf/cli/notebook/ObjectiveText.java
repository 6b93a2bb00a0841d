package io.gravmf.cli.notebook;

import io.gravmf.backend.Hyperparameters;

/** Says in a line what is minimised. */
final class ObjectiveText {

  private ObjectiveText() {}

  static String of(Hyperparameters constants, int dim) {
    return "MSE + "
        + constants.lambdaR()
        + " L2 + "
        + constants.lambdaG()
        + " gravity, of "
        + dim
        + " factors each";
  }
}
