package io.gravmf.cli.training;

import io.gravmf.backend.TrainingState;
import io.gravmf.cli.option.RatingsOptions;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import io.gravmf.data.read.ReadResult;
import io.gravmf.data.synthetic.EmbeddedSample;
import io.gravmf.format.Npy;
import io.gravmf.train.InitialFactors;
import io.gravmf.train.TrainingConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What to train on, how to split it, and from which factors to start. */
public final class TrainingInput {

  @Option(
      names = "--ratings",
      paramLabel = "FILE",
      description = "The ratings; default: the embedded sample.")
  private Path ratings;

  @Mixin private RatingsOptions options;

  @Option(
      names = "--split",
      paramLabel = "X",
      description = "Share of the ratings to train on; default: 0.8.")
  private double fraction = 0.8;

  @Option(
      names = "--split-by",
      paramLabel = "HOW",
      description = "random, or time: the oldest train; default: random.")
  private SplitBy splitBy = SplitBy.RANDOM;

  @Option(
      names = "--permutation",
      paramLabel = "P.npy",
      description = "A permutation of the ratings; its first part trains.")
  private Path permutation;

  @Option(
      names = "--validation",
      paramLabel = "FILE",
      description = "Validate on these ratings and train on all of --ratings.")
  private Path validation;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of the split and of the initial factors; default: 1.")
  private long seed = 1;

  @Option(names = "--init-user", paramLabel = "U.npy", description = "Initial user factors.")
  private Path initUser;

  @Option(names = "--init-item", paramLabel = "V.npy", description = "Initial item factors.")
  private Path initItem;

  /** How ratings are split where neither a permutation nor a validation file is given. */
  enum SplitBy {
    /** By the seed. */
    RANDOM,
    /** By age. */
    TIME
  }

  /** Returns the seed of the split and of the initial factors. */
  public long seed() {
    return seed;
  }

  /** Returns whether the initial factors are read from files. */
  public boolean hasInitialFactors() {
    return initUser != null;
  }

  /** Refuses options that contradict each other. */
  public void requireConsistent(CommandSpec spec) {
    if ((initUser == null) != (initItem == null)) {
      throw new ParameterException(
          spec.commandLine(), "--init-user and --init-item are given together or not at all");
    }
    boolean byTime = splitBy == SplitBy.TIME;
    if ((permutation != null && (byTime || validation != null)) || (validation != null && byTime)) {
      throw new ParameterException(
          spec.commandLine(), "--permutation, --validation and --split-by time exclude each other");
    }
    if (!(fraction > 0 && fraction <= 1)) {
      throw new InvalidInputException(
          "--split is " + fraction + ", expected above 0 and at most 1");
    }
    if (validation != null && ratings == null) {
      throw new ParameterException(spec.commandLine(), "--validation needs --ratings");
    }
  }

  /** Returns the file of the ratings, or null for the embedded sample. */
  public Path file() {
    return ratings;
  }

  public Split split(long splitSeed, PrintWriter log) {
    return split(read(log), splitSeed, log);
  }

  public Split split(RatingsSource source, long splitSeed, PrintWriter log) {
    Split split =
        source.validation() == null
            ? cut(source.ratings(), splitSeed)
            : new Split(
                source.ratings(), source.validation(), "by file, " + validation.getFileName());
    log.printf(
        Locale.ROOT,
        "split %s: %d train (mean %.6f), %d validate%n",
        split.description(),
        split.train().size(),
        split.train().mean(),
        split.validation().size());
    return split;
  }

  /** Reads the ratings, or takes the embedded sample's, and says which. */
  public RatingsSource read(PrintWriter log) {
    if (ratings == null) {
      Ratings sample = EmbeddedSample.load().ratings();
      log.println("no --ratings, so this trains on the embedded sample, which is generated:");
      log.println(sample);
      log.println("the real one: gravmf fetch ml-100k, then train --ratings ml-100k/u.data");
      return new RatingsSource(sample, null);
    }
    if (validation == null) {
      ReadOptions how = options.toReadOptions(splitBy == SplitBy.TIME);
      return new RatingsSource(reported(ratings, RatingsReader.read(ratings, how), log), null);
    }
    RatingsReader.Pair pair =
        RatingsReader.readPair(ratings, validation, options.toReadOptions(false));
    return new RatingsSource(
        reported(ratings, pair.train(), log), reported(validation, pair.validation(), log));
  }

  /** Returns how to divide the same ratings as an existing model records it. */
  public RecordedSplit recorded() {
    return new RecordedSplit(ratings, options, permutation, validation);
  }

  private static Ratings reported(Path file, ReadResult read, PrintWriter log) {
    log.println(file + ": " + read.ratings() + ", " + read.format());
    RatingsOptions.report(read, log);
    return read.ratings();
  }

  private Split cut(Ratings all, long splitSeed) {
    if (permutation != null) {
      int[] order = Npy.readIntVector(permutation);
      try {
        return Splits.byPermutation(all, fraction, order);
      } catch (InvalidInputException e) {
        throw new InvalidInputException(permutation + ": " + e.getMessage(), e);
      }
    }
    return splitBy == SplitBy.TIME
        ? Splits.byTime(all, fraction)
        : Splits.random(all, fraction, splitSeed);
  }

  /** Draws the initial factors, or reads them. */
  public TrainingState start(Split split, TrainingConfig config) {
    int users = split.train().userCount();
    int items = split.train().itemCount();
    if (initUser == null) {
      try {
        return InitialFactors.of(users, items, config);
      } catch (IllegalArgumentException e) {
        throw new InvalidInputException(e.getMessage(), e);
      }
    }
    TrainingState state =
        TrainingState.initial(
            factors(initUser, users, config.dim()), factors(initItem, items, config.dim()));
    return config.objective().hasBiases() ? state.withBiases() : state;
  }

  private static FloatMatrix factors(Path file, int rows, int dim) {
    FloatMatrix matrix = Npy.readMatrix(file);
    if (matrix.rows() != rows || matrix.columns() != dim) {
      throw new InvalidInputException(
          file
              + ": found a "
              + matrix.rows()
              + " x "
              + matrix.columns()
              + " matrix, expected "
              + rows
              + " x "
              + dim);
    }
    for (int k = 0; k < matrix.values().length; k++) {
      if (!Float.isFinite(matrix.values()[k])) {
        throw new InvalidInputException(
            file
                + ": found "
                + matrix.values()[k]
                + " at row "
                + k / dim
                + ", column "
                + k % dim
                + ", expected finite numbers");
      }
    }
    return matrix;
  }
}
