package io.gravmf.cli.option;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.objective.ImplicitAls;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Targets;
import io.gravmf.train.Preset;
import io.gravmf.train.TrainingConfig;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The objective, the optimiser, and how long to train; the defaults are a preset's. */
public final class TrainingOptions {

  private static final int PRINT_EVERY = 200;

  /** A line of fewer points says little. */
  private static final int POINTS = 50;

  /** So many rows of a table can be taken in. */
  private static final int ROWS = 10;

  /** Sampling does not gain by more. */
  private static final int SAMPLED_DIM = 16;

  private static final double SAMPLED_DEVIATION = 0.3;
  private static final int SAMPLED_PRINT_EVERY = 20;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = {
        "Settings that other options override: notebook; accurate, for ratings, by sampling;",
        "fast, for ratings, by least squares; ranking, for recommendations, by implicit",
        "feedback; default: notebook."
      },
      converter = PresetConverter.class)
  private Preset preset = Preset.NOTEBOOK;

  @Option(
      names = "--dim",
      paramLabel = "D",
      description = "Factors of each; default: 100, with --optimizer gibbs 16.")
  private Integer dim;

  @Mixin private OptimizerOptions optimizer;

  @Mixin private ObjectiveOptions objective;

  @Mixin private FeatureOptions features;

  @Option(
      names = "--init-deviation",
      paramLabel = "X",
      description = {
        "Standard deviation of the initial factors; default: 1, with --alpha0",
        "0.1 / the root of D, with --optimizer gibbs 0.3."
      })
  private Double initialDeviation;

  @Option(
      names = "--print-every",
      paramLabel = "K",
      description = {
        "Report epochs 0, K, 2K, ... and the last; default: 200. Of sweeps the first, every",
        "K-th and the last; default: 1, of gibbs 20. The report command draws 50 of a short",
        "run at least, and prints some ten of them."
      })
  private Integer printEvery;

  @Option(
      names = "--early-stop",
      paramLabel = "PATIENCE",
      description = {
        "Stop when so many reports in a row have not lowered the validation MSE,",
        "and keep the best factors."
      })
  private int earlyStop;

  /**
   * Refuses what a split cannot give.
   *
   * @throws InvalidInputException if it has no ratings to stop early by
   */
  public void requireFits(Split split) {
    if (earlyStop > 0 && split.validation().size() == 0) {
      throw new InvalidInputException(
          "--early-stop needs held-out ratings, the split leaves none of "
              + split.train().size()
              + "; a smaller --split or a --validation file gives some");
    }
  }

  /**
   * Returns how to train, for the engine, but for what depends on the ratings, see {@link #over}.
   *
   * @throws InvalidInputException if a number is out of range or options do not fit each other
   */
  public TrainingConfig config(long seed, CheckpointInterval checkpoints) {
    return config(seed, checkpoints, OptionalInt.empty());
  }

  /**
   * Returns the same to start from a model.
   *
   * @param modelDim the model's d, empty where there is no model
   * @throws InvalidInputException if a number is out of range, options do not fit each other, or
   *     another d is given
   */
  public TrainingConfig config(long seed, CheckpointInterval checkpoints, OptionalInt modelDim) {
    int chosen = Objects.requireNonNullElse(dim, modelDim.orElse(usualDim()));
    if (modelDim.isPresent() && modelDim.getAsInt() != chosen) {
      throw new InvalidInputException(
          "--dim is "
              + chosen
              + ", expected "
              + modelDim.getAsInt()
              + ", which the model of --from has; it may be left out");
    }
    return config(seed, checkpoints, PRINT_EVERY, chosen);
  }

  /**
   * Returns the same where the reports become a plot: so often that it has 50 points, unless there
   * are fewer epochs, or somebody says how often. Early stopping counts reports, so then they are
   * those that it has elsewhere.
   *
   * @throws InvalidInputException if a number is out of range or options do not fit each other
   */
  public TrainingConfig plotted(long seed) {
    int every = Math.max(1, Math.min(PRINT_EVERY, optimizer.epochs(preset) / POINTS));
    return config(
        seed,
        CheckpointInterval.NONE,
        earlyStop > 0 ? PRINT_EVERY : every,
        Objects.requireNonNullElse(dim, usualDim()));
  }

  private boolean isSampler() {
    return optimizer.isSampler(preset);
  }

  /** Returns whether samples are drawn against the preset's settings, which are an optimiser's. */
  private boolean samplesAnyway() {
    return isSampler() && !(preset.config().optimizer() instanceof Optimizer.Gibbs);
  }

  private int usualDim() {
    return samplesAnyway() ? SAMPLED_DIM : preset.config().dim();
  }

  /** Returns every how many epochs a report is printed, where not all need be. */
  public int shownEvery(TrainingConfig config) {
    int every = config.reportEvery();
    int reports = config.epochs() / every;
    return printEvery != null || reports <= ROWS ? every : every * ((reports + ROWS - 1) / ROWS);
  }

  private TrainingConfig config(
      long seed, CheckpointInterval checkpoints, int reportEvery, int factors) {
    Optimizer chosen = optimizer.optimizer(preset, seed);
    features.requireTaken(isSampler());
    try {
      return TrainingConfig.builder()
          .dim(factors)
          .epochs(optimizer.epochs(preset))
          .objective(isSampler() ? objective.sampled(preset) : objective.objective(preset))
          .optimizer(chosen)
          .initialDeviation(deviation(factors))
          .seed(seed)
          .reportEvery(Objects.requireNonNullElse(printEvery, usualReports(chosen, reportEvery)))
          .earlyStopPatience(earlyStop)
          .checkpointEvery(checkpoints.epochs())
          .checkpointSeconds(checkpoints.seconds())
          .build();
    } catch (IllegalArgumentException e) {
      throw OptionNames.refused(e);
    }
  }

  private static int usualReports(Optimizer optimizer, int ofEpochs) {
    if (optimizer instanceof Optimizer.Gibbs) {
      return SAMPLED_PRINT_EVERY;
    }
    return optimizer.isSweep() ? 1 : ofEpochs;
  }

  private double deviation(int factors) {
    double usual =
        objective.isIals(preset)
            ? ImplicitAls.initialDeviation(factors)
            : preset.config().initialDeviation();
    return Objects.requireNonNullElse(
        initialDeviation, samplesAnyway() ? SAMPLED_DEVIATION : usual);
  }

  /** Completes a configuration by what depends on the ratings that are trained on. */
  public TrainingConfig over(TrainingConfig config, Ratings train) {
    return isSampler()
        ? config.with(features.read(train))
        : config.with(objective.over(train, preset));
  }

  /** Returns whether what is trained predicts no ratings. */
  public boolean isImplicit() {
    return !isSampler()
        && (objective.isIals(preset)
            || objective.objective(preset).targets() instanceof Targets.Implicit);
  }

  /** Returns the option that says how long to train. */
  public String durationOption() {
    return optimizer.durationOption(preset);
  }

  /**
   * Refuses to stop early where what training is stopped by is also what it is judged by.
   *
   * @throws InvalidInputException if that was asked for
   */
  public void refuseEarlyStop() {
    if (earlyStop > 0) {
      throw new InvalidInputException(
          "--early-stop would choose by the ratings that are tested on; --epochs or --sweeps say"
              + " how long to train");
    }
  }

  /** Finds a preset by its name. */
  static final class PresetConverter implements ITypeConverter<Preset> {
    @Override
    public Preset convert(String value) {
      return Preset.ALL.stream()
          .filter(preset -> preset.name().equals(value))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "found '"
                          + value
                          + "', expected "
                          + Preset.ALL.stream()
                              .map(Preset::name)
                              .collect(Collectors.joining(", "))));
    }
  }
}
