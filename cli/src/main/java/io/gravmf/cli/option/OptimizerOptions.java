package io.gravmf.cli.option;

import io.gravmf.data.InvalidInputException;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.Preset;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the objective is minimised, and for how long; by default as a preset does. */
public final class OptimizerOptions {

  private static final int EPOCHS = 20_000;
  private static final int SWEEPS = 20;
  private static final int CG_SWEEPS = 40;
  private static final int GIBBS_SWEEPS = 220;
  private static final int BURN_IN = 20;
  private static final int SAMPLES = 10;

  /** The optimisers by their names on the command line. */
  enum Kind {
    ADAMW("adamw"),
    ALS("als"),
    ALS_CG("als-cg"),
    GIBBS("gibbs");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = {
        "adamw, the notebook's; als: rows solved exactly, one side after the other;",
        "als-cg: by conjugate gradients; gibbs: drawn from their distribution, no penalties",
        "to choose; default: adamw."
      })
  private String name;

  @Option(names = "--epochs", paramLabel = "N", description = "Of adamw; default: 20000.")
  private Integer epochs;

  @Option(
      names = "--sweeps",
      paramLabel = "N",
      description = "Of als, als-cg and gibbs: both sides once; default: 20, 40 and 220.")
  private Integer sweeps;

  @Option(
      names = "--cg-steps",
      paramLabel = "K",
      description = "Of als-cg, for each row; default: 3.")
  private Integer steps;

  @Option(
      names = "--burn-in",
      paramLabel = "N",
      description = "Of gibbs: sweeps before the first that counts; default: 20.")
  private Integer burnIn;

  @Option(
      names = "--samples",
      paramLabel = "S",
      description = {
        "Of gibbs: draws of the sweeps that count which the model keeps, so that it has S * D",
        "factors; default: 10."
      })
  private Integer samples;

  @Option(
      names = "--implicit-features",
      paramLabel = "K",
      description = {
        "Of gibbs: which items a user rated, and which users an item, are features of rows, by",
        "their K leading components; default: 0."
      })
  private Integer indicators;

  @Mixin private HyperpriorOptions hyperpriors;

  @Option(names = "--lr", paramLabel = "X", description = "AdamW's step size; default: 0.1.")
  private Double learningRate;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "AdamW's decoupled decay; default: 0.01.")
  private Double weightDecay;

  @Option(names = "--beta1", paramLabel = "X", description = "AdamW's; default: 0.9.")
  private Double beta1;

  @Option(names = "--beta2", paramLabel = "X", description = "AdamW's; default: 0.999.")
  private Double beta2;

  @Option(names = "--epsilon", paramLabel = "X", description = "AdamW's; default: 1e-8.")
  private Double epsilon;

  /**
   * Returns the optimiser.
   *
   * @param preset gives what is not given, as far as it has the same optimiser
   * @param seed of a sampler's draws
   * @throws InvalidInputException if there is none of that name, an option is another optimiser's,
   *     or a number is out of range
   */
  public Optimizer optimizer(Preset preset, long seed) {
    Kind kind = kind(preset);
    requireOwn(kind);
    Optimizer base = preset.config().optimizer();
    try {
      return switch (kind) {
        case ADAMW -> adamw(base instanceof Optimizer.AdamW same ? same : Optimizer.AdamW.NOTEBOOK);
        case ALS -> new Optimizer.LeastSquares();
        case ALS_CG ->
            new Optimizer.ConjugateGradients(
                Objects.requireNonNullElse(steps, Optimizer.ConjugateGradients.DEFAULT_STEPS));
        case GIBBS -> gibbs(preset, seed);
      };
    } catch (IllegalArgumentException e) {
      throw OptionNames.refused(e);
    }
  }

  private Optimizer adamw(Optimizer.AdamW base) {
    return new Optimizer.AdamW(
        Objects.requireNonNullElse(learningRate, base.learningRate()),
        Objects.requireNonNullElse(beta1, base.beta1()),
        Objects.requireNonNullElse(beta2, base.beta2()),
        Objects.requireNonNullElse(epsilon, base.epsilon()),
        Objects.requireNonNullElse(weightDecay, base.weightDecay()));
  }

  private Optimizer gibbs(Preset preset, long seed) {
    int run = epochs(preset);
    Optional<Optimizer.Gibbs> base =
        preset.config().optimizer() instanceof Optimizer.Gibbs same
            ? Optional.of(same)
            : Optional.empty();
    int usualBurnIn = Math.min(base.map(Optimizer.Gibbs::burnIn).orElse(BURN_IN), run / 2);
    int burnt = Objects.requireNonNullElse(burnIn, usualBurnIn);
    int usualSamples = Math.min(base.map(Optimizer.Gibbs::samples).orElse(SAMPLES), run - burnt);
    return new Optimizer.Gibbs(
        run,
        burnt,
        Objects.requireNonNullElse(samples, Math.max(1, usualSamples)),
        Objects.requireNonNullElse(indicators, base.map(Optimizer.Gibbs::indicators).orElse(0)),
        hyperpriors.over(base.map(Optimizer.Gibbs::hyperpriors).orElse(Hyperpriors.DEFAULT)),
        seed);
  }

  /**
   * Returns how many epochs or sweeps to run.
   *
   * @param preset as for {@link #optimizer}
   */
  public int epochs(Preset preset) {
    Kind kind = kind(preset);
    Integer given = kind == Kind.ADAMW ? epochs : sweeps;
    if (given != null) {
      return given;
    }
    if (kind.label.equals(preset.config().optimizer().name())) {
      return preset.config().epochs();
    }
    return switch (kind) {
      case ADAMW -> EPOCHS;
      case ALS -> SWEEPS;
      case ALS_CG -> CG_SWEEPS;
      case GIBBS -> GIBBS_SWEEPS;
    };
  }

  /** Returns the option that says how long to train. */
  public String durationOption(Preset preset) {
    return kind(preset) == Kind.ADAMW ? "--epochs" : "--sweeps";
  }

  /** Returns whether rows are drawn, not optimised. */
  public boolean isSampler(Preset preset) {
    return kind(preset) == Kind.GIBBS;
  }

  private Kind kind(Preset preset) {
    String wanted = name == null ? preset.config().optimizer().name() : name;
    for (Kind kind : Kind.values()) {
      if (kind.label.equals(wanted)) {
        return kind;
      }
    }
    throw new InvalidInputException(
        "--optimizer: found " + wanted + ", expected adamw, als, als-cg or gibbs");
  }

  private void requireOwn(Kind kind) {
    if (kind == Kind.ADAMW) {
      refuse(kind, ", which takes --epochs", "--sweeps", sweeps);
    } else {
      refuse(kind, ", which takes --sweeps", "--epochs", epochs);
      String owner = ", but of adamw";
      refuse(kind, owner, "--lr", learningRate);
      refuse(kind, owner, "--weight-decay", weightDecay);
      refuse(kind, owner, "--beta1", beta1);
      refuse(kind, owner, "--beta2", beta2);
      refuse(kind, owner, "--epsilon", epsilon);
    }
    if (kind != Kind.ALS_CG) {
      refuse(kind, ", but of als-cg", "--cg-steps", steps);
    }
    if (kind != Kind.GIBBS) {
      String owner = ", but of gibbs";
      refuse(kind, owner, "--burn-in", burnIn);
      refuse(kind, owner, "--samples", samples);
      refuse(kind, owner, "--implicit-features", indicators);
      hyperpriors.given().forEach((option, value) -> refuse(kind, owner, option, value));
    }
  }

  private static void refuse(Kind kind, String way, String option, Object value) {
    if (value != null) {
      throw new InvalidInputException(option + " is not an option of --optimizer " + kind + way);
    }
  }
}
