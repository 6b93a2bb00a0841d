package io.gravmf.cli.option;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.ImplicitAls;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import io.gravmf.train.Preset;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is minimised; by default what a preset does, and that is by default the notebook's loss. */
public final class ObjectiveOptions {

  private static final double BIAS_LAMBDA = 0.1;

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

  @Option(
      names = "--nu-items",
      paramLabel = "X",
      description = "The same of the items, where it differs from the users'.")
  private Double nuItems;

  @Option(
      names = "--biases",
      negatable = true,
      description = "Whether each user and each item has a bias; default: no.")
  private Boolean biases;

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

  @Option(
      names = "--count-unknown",
      negatable = true,
      description = {
        "With --alpha0: whether unknown pairs are among the ratings that --nu goes by, each as",
        "alpha0 of one, as iALS has it; default: yes."
      })
  private Boolean countUnknown;

  /**
   * Returns the objective but for what depends on the ratings, see {@link #over}.
   *
   * @param preset gives what is not given
   * @throws InvalidInputException if a number is out of range or options do not fit each other
   */
  public Objective objective(Preset preset) {
    requireConsistent(preset);
    try {
      if (isIals(preset)) {
        // Checks the constants; over() then knows the ratings.
        ials(preset);
      }
      Objective base = base(preset);
      Penalty users =
          new Penalty(or(lambdaR, base.users().lambda()), or(nu, base.users().exponent()), 0);
      double items = lambdaR == null ? base.items().lambda() : users.lambda();
      double exponent = nu == null ? base.items().exponent() : users.exponent();
      return new Objective(
          isImplicit(base) ? new Targets.Implicit(or(alpha, 0)) : new Targets.Explicit(),
          users,
          new Penalty(or(lambdaItems, items), or(nuItems, exponent), 0),
          hasBiases(preset) ? Optional.of(biasPenalty(base)) : Optional.empty(),
          or(lambdaG, base.gravity()));
    } catch (IllegalArgumentException e) {
      throw OptionNames.refused(e);
    }
  }

  /** A sampler's objective, without penalties, is no other optimiser's. */
  private static Objective base(Preset preset) {
    Objective objective = preset.config().objective();
    return objective.equals(Objective.SAMPLED) ? Objective.NOTEBOOK : objective;
  }

  private boolean isImplicit(Objective base) {
    return implicit || base.targets() instanceof Targets.Implicit;
  }

  private BiasPenalty biasPenalty(Objective base) {
    return lambdaB == null
        ? base.biases().orElse(new BiasPenalty(BIAS_LAMBDA, BIAS_LAMBDA))
        : new BiasPenalty(lambdaB, lambdaB);
  }

  /**
   * Returns the objective of sampling, which has a prior in place of penalties.
   *
   * @param preset must not be one of implicit feedback
   * @throws InvalidInputException if an option asks for another
   */
  public Objective sampled(Preset preset) {
    refuseSampled("--lambda-r", lambdaR != null);
    refuseSampled("--lambda-r-items", lambdaItems != null);
    refuseSampled("--lambda-g", lambdaG != null);
    refuseSampled("--nu", nu != null);
    refuseSampled("--nu-items", nuItems != null);
    refuseSampled("--lambda-b", lambdaB != null);
    refuseSampled("--implicit", implicit);
    refuseSampled("--alpha", alpha != null);
    String origin = alpha0 != null ? "--alpha0" : "--preset " + preset.name();
    refuseSampled(origin, isIals(preset));
    refuseSampled("--count-unknown", countUnknown != null);
    refuseSampled("--no-biases", biases != null && !biases);
    return Objective.SAMPLED;
  }

  private static void refuseSampled(String option, boolean given) {
    refuse(
        given,
        option
            + " is not an option of --optimizer gibbs, which predicts ratings, with biases, and"
            + " draws penalties");
  }

  /** Returns the objective for the ratings that are trained on. */
  public Objective over(Ratings train, Preset preset) {
    return isIals(preset) ? ials(preset).over(train) : objective(preset);
  }

  boolean isIals(Preset preset) {
    return alpha0 != null || preset.implicit().isPresent();
  }

  private ImplicitAls ials(Preset preset) {
    ImplicitAls base = preset.implicit().orElse(ImplicitAls.published(0, IALS_LAMBDA, 1, 0));
    return new ImplicitAls(
        or(alpha0, base.alpha0()),
        or(lambdaR, base.lambda()),
        or(nu, base.nu()),
        or(nuItems, nu == null ? base.nuItems() : nu),
        countUnknown == null ? base.countsUnknown() : countUnknown,
        or(alpha, base.alpha()));
  }

  private boolean hasBiases(Preset preset) {
    return biases == null ? base(preset).hasBiases() : biases;
  }

  private void requireConsistent(Preset preset) {
    boolean ials = isIals(preset);
    String origin = alpha0 != null ? "--alpha0" : "--preset " + preset.name();
    refuse(lambdaB != null && !hasBiases(preset), "--lambda-b needs --biases");
    refuse(alpha != null && !implicit && !ials, "--alpha needs --implicit or --alpha0");
    refuse(countUnknown != null && !ials, "--count-unknown needs --alpha0");
    refuse(ials && lambdaG != null, origin + " and --lambda-g exclude each other");
    refuse(ials && lambdaItems != null, origin + " and --lambda-r-items exclude each other");
    refuse(ials && biases != null && biases, origin + " and --biases exclude each other");
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
