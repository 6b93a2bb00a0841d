package io.gravmf.cli.option;

import io.gravmf.data.InvalidInputException;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.Preset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Option;

/** How the objective is minimised, and for how long; by default as a preset does. */
public final class OptimizerOptions {

  private static final int EPOCHS = 20_000;
  private static final int SWEEPS = 20;
  private static final int CG_SWEEPS = 40;

  /** The optimisers by their names on the command line. */
  enum Kind {
    ADAMW("adamw"),
    ALS("als"),
    ALS_CG("als-cg");

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
        "als-cg: by conjugate gradients; default: adamw."
      })
  private String name;

  @Option(names = "--epochs", paramLabel = "N", description = "Of adamw; default: 20000.")
  private Integer epochs;

  @Option(
      names = "--sweeps",
      paramLabel = "N",
      description = "Of als and als-cg: both sides once; default: 20 and 40.")
  private Integer sweeps;

  @Option(
      names = "--cg-steps",
      paramLabel = "K",
      description = "Of als-cg, for each row; default: 3.")
  private Integer steps;

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
   * @throws InvalidInputException if there is none of that name, an option is another optimiser's,
   *     or a number is out of range
   */
  public Optimizer optimizer(Preset preset) {
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
    };
  }

  /** Returns the option that says how long to train. */
  public String durationOption(Preset preset) {
    return kind(preset) == Kind.ADAMW ? "--epochs" : "--sweeps";
  }

  private Kind kind(Preset preset) {
    String wanted = name == null ? preset.config().optimizer().name() : name;
    for (Kind kind : Kind.values()) {
      if (kind.label.equals(wanted)) {
        return kind;
      }
    }
    throw new InvalidInputException(
        "--optimizer: found " + wanted + ", expected adamw, als or als-cg");
  }

  private void requireOwn(Kind kind) {
    Map<String, Object> others = new LinkedHashMap<>();
    if (kind == Kind.ADAMW) {
      others.put("--sweeps", sweeps);
    } else {
      others.put("--epochs", epochs);
      others.put("--lr", learningRate);
      others.put("--weight-decay", weightDecay);
      others.put("--beta1", beta1);
      others.put("--beta2", beta2);
      others.put("--epsilon", epsilon);
    }
    if (kind != Kind.ALS_CG) {
      others.put("--cg-steps", steps);
    }
    others.forEach(
        (option, value) -> {
          if (value != null) {
            throw new InvalidInputException(
                option
                    + " is not an option of --optimizer "
                    + kind
                    + (option.equals("--epochs")
                        ? ", which takes --sweeps"
                        : option.equals("--sweeps")
                            ? ", which takes --epochs"
                            : option.equals("--cg-steps") ? ", but of als-cg" : ", but of adamw"));
          }
        });
  }
}
