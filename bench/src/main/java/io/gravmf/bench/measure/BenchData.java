package io.gravmf.bench.measure;

import io.gravmf.backend.Problem;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import io.gravmf.data.synthetic.EmbeddedSample;
import io.gravmf.data.synthetic.SyntheticConfig;
import io.gravmf.data.synthetic.SyntheticRatings;
import io.gravmf.objective.ImplicitAls;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.InitialFactors;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The data that benchmarks know by name: {@value #SAMPLE}, the embedded sample; {@value #FILE}, the
 * file that the system property {@value #FILE_PROPERTY} names; {@code ml-1m}, {@code ml-10m} and
 * {@code ml-32m}, generated in MovieLens' shapes; and any other shape as {@code users}x{@code
 * items}x{@code ratings}.
 */
public final class BenchData {

  /** The embedded sample. */
  public static final String SAMPLE = "sample";

  /** The user's own ratings. */
  public static final String FILE = "file";

  /** Names the user's own ratings. */
  public static final String FILE_PROPERTY = "gravmf.ratings";

  /** MovieLens' shapes: users, items, ratings. */
  private static final Map<String, String> SHAPES =
      Map.of(
          "ml-1m", "6040x3706x1000209",
          "ml-10m", "69878x10677x10000054",
          "ml-32m", "200948x87585x32000204");

  private static final Pattern SHAPE = Pattern.compile("(\\d+)x(\\d+)x(\\d+)");
  private static final double TRAIN_SHARE = 0.8;
  private static final long SEED = 1;

  /** That of the peer's script. */
  private static final double MLLIB_PENALTY = 0.1;

  private BenchData() {}

  /** Returns the generator's configuration of a name, or null where the data is not generated. */
  public static SyntheticConfig generated(String name) {
    if (name.equals(SAMPLE)) {
      return EmbeddedSample.CONFIG;
    }
    Matcher shape = SHAPE.matcher(SHAPES.getOrDefault(name, name));
    if (!shape.matches()) {
      return null;
    }
    return new SyntheticConfig(
        Integer.parseInt(shape.group(1)),
        Integer.parseInt(shape.group(2)),
        Long.parseLong(shape.group(3)),
        SEED);
  }

  /**
   * Reads or generates ratings.
   *
   * @throws InvalidInputException if there is no such data
   */
  public static Ratings ratings(String name) {
    SyntheticConfig config = generated(name);
    if (config != null) {
      return new SyntheticRatings(config).toRatings();
    }
    String file = System.getProperty(FILE_PROPERTY);
    if (!name.equals(FILE) || file == null) {
      throw new InvalidInputException(
          "found data '"
              + name
              + "', expected sample, ml-1m, ml-10m, ml-32m, USERSxITEMSxRATINGS, or file with the"
              + " system property "
              + FILE_PROPERTY);
    }
    return RatingsReader.read(Path.of(file), ReadOptions.DEFAULT).ratings();
  }

  /** Reads or generates ratings and splits them, four to one. */
  public static Split split(String name) {
    return Splits.random(ratings(name), TRAIN_SHARE, SEED);
  }

  /**
   * Returns a split with the notebook's objective and optimiser and random factors to start from.
   */
  public static Problem problem(String name, int dim) {
    Split split = split(name);
    return new Problem(
        split,
        Objective.NOTEBOOK,
        Optimizer.AdamW.NOTEBOOK,
        InitialFactors.normal(split.train().userCount(), split.train().itemCount(), dim, SEED));
  }

  /**
   * Returns all ratings to train on, with random factors to start from.
   *
   * @param feedback see {@link #objective}
   */
  public static Problem whole(String name, int dim, Optimizer optimizer, String feedback) {
    Ratings all = ratings(name);
    return new Problem(
        Splits.random(all, 1, SEED),
        objective(feedback, all),
        optimizer,
        InitialFactors.normal(all.userCount(), all.itemCount(), dim, SEED));
  }

  /**
   * Returns an objective: {@code explicit}, the notebook's; or {@code implicit}, what Spark MLlib's
   * ALS minimises with implicit feedback, whose rows have penalties of their own.
   *
   * @param all what is trained on
   * @throws InvalidInputException if there is none such
   */
  static Objective objective(String feedback, Ratings all) {
    return switch (feedback) {
      case "explicit" -> Objective.NOTEBOOK;
      case "implicit" -> ImplicitAls.published(1, MLLIB_PENALTY, 1, 1).over(all);
      default ->
          throw new InvalidInputException(
              "found feedback '" + feedback + "', expected explicit or implicit");
    };
  }

  /**
   * Returns an optimiser by the name that the command line has for it.
   *
   * @throws InvalidInputException if there is none such
   */
  public static Optimizer optimizer(String name) {
    return Stream.of(
            Optimizer.AdamW.NOTEBOOK,
            new Optimizer.LeastSquares(),
            new Optimizer.ConjugateGradients(Optimizer.ConjugateGradients.DEFAULT_STEPS))
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "found optimizer '" + name + "', expected adamw, als or als-cg"));
  }
}
