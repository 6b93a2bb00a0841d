package io.gravmf.cli.option;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.ImplicitAls;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is minimised; by default the notebook's loss. */
public final class ObjectiveOptions {

  private static final double LAMBDA = 0.1;

  /** The published setting for MovieLens-20M begins its search here. */
  private static final double IALS_LAMBDA = 0.003;

  @Option(names = "--lambda-r", paramLabel = "X", description = "Weight of L2; default: 0.1.")
  private Double lambdaR;

  @Option(
      names = "--lambda-r-items",
      paramLabel = "X",
      description = "Weight of the items' L2, where it differs from the users'.")
  private Double lambdaItems;

  @Option(names = "--lambda-g", paramLabel = "X", description = "Weight of gravity; default: 0.1.")
  private Double lambdaG;

  @Option(
      names = "--nu",
      paramLabel = "X",
      description = {
        "L2 of a row weighs (its ratings / the mean)^X: 0 all alike, 1 ALS-WR; default: 0,",
        "with --alpha0 1."
      })
  private Double nu;

  @Option(names = "--biases", description = "Give each user and each item a bias.")
  private boolean biases;

  @Option(
      names = "--lambda-b",
      paramLabel = "X",
      description = "Weight of the biases' L2; default: 0.1.")
  private Double lambdaB;

  @Option(
      names = "--implicit",
      description = "Predict 1 where there is a rating, whatever it is; gravity pulls all to 0.")
  private boolean implicit;

  @Option(
      names = "--alpha",
      paramLabel = "X",
      description = "With --implicit: a known pair weighs 1 + X * rating; default: 0.")
  private Double alpha;

  @Option(
      names = "--alpha0",
      paramLabel = "X",
      description = {
        "Implicit as iALS has it: the weight of an unknown pair. --lambda-r and --nu are then",
        "its regularisation and exponent (default: 0.003 and 1), --lambda-g follows."
      })
  private Double alpha0;

  /**
   * Returns the objective but for what depends on the ratings, see {@link #over}.
   *
   * @throws InvalidInputException if a number is out of range or options do not fit each other
   */
  public Objective objective() {
    requireConsistent();
    try {
      if (isIals()) {
        // Checks the constants; over() then knows the ratings.
        ials();
      }
      Penalty users = new Penalty(or(lambdaR, LAMBDA), or(nu, 0), 0);
      Penalty items = new Penalty(or(lambdaItems, users.lambda()), users.exponent(), 0);
      return new Objective(
          implicit ? new Targets.Implicit(or(alpha, 0)) : new Targets.Explicit(),
          users,
          items,
          biases
              ? Optional.of(new BiasPenalty(or(lambdaB, LAMBDA), or(lambdaB, LAMBDA)))
              : Optional.empty(),
          or(lambdaG, LAMBDA));
    } catch (IllegalArgumentException e) {
      throw OptionNames.refused(e);
    }
  }

  /** Returns the objective for the ratings that are trained on. */
  public Objective over(Ratings train) {
    return isIals() ? ials().over(train) : objective();
  }

  boolean isIals() {
    return alpha0 != null;
  }

  private ImplicitAls ials() {
    return new ImplicitAls(alpha0, or(lambdaR, IALS_LAMBDA), or(nu, 1), or(alpha, 0));
  }

  private void requireConsistent() {
    refuse(lambdaB != null && !biases, "--lambda-b needs --biases");
    refuse(alpha != null && !implicit && !isIals(), "--alpha needs --implicit or --alpha0");
    refuse(isIals() && lambdaG != null, "--alpha0 and --lambda-g exclude each other");
    refuse(isIals() && lambdaItems != null, "--alpha0 and --lambda-r-items exclude each other");
    refuse(isIals() && biases, "--alpha0 and --biases exclude each other");
  }

  private static void refuse(boolean wrong, String message) {
    if (wrong) {
      throw new InvalidInputException(message);
    }
  }

  private static double or(Double given, double otherwise) {
    return given == null ? otherwise : given;
  }
}
