package io.gravmf.cli.training;

import io.gravmf.cli.option.RatingsOptions;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import io.gravmf.data.read.ReadResult;
import io.gravmf.data.synthetic.EmbeddedSample;
import io.gravmf.format.Npy;
import io.gravmf.model.Model;
import io.gravmf.model.Provenance;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Reads the ratings of a model again, and divides them as it says that it was trained on. */
public final class RecordedSplit {

  @Option(
      names = "--ratings",
      paramLabel = "FILE",
      description = "The ratings it was trained on; default: the embedded sample.")
  private Path ratings;

  @Mixin private RatingsOptions options;

  @Option(
      names = "--permutation",
      paramLabel = "P.npy",
      description = "The permutation, where the model was trained with one.")
  private Path permutation;

  @Option(
      names = "--validation",
      paramLabel = "FILE",
      description = "The ratings to validate on, where the model had a file of them.")
  private Path validation;

  /** Takes what the command's line says. */
  RecordedSplit() {}

  /** Takes what another group of options says. */
  RecordedSplit(Path ratings, RatingsOptions options, Path permutation, Path validation) {
    this.ratings = ratings;
    this.options = options;
    this.permutation = permutation;
    this.validation = validation;
  }

  /**
   * A model's ratings.
   *
   * @param split over the model's rows
   * @param trainFile what the split's training part is of, read without the model's ids
   * @param validationFile likewise of the validation part
   */
  public record Restored(Split split, Ratings trainFile, Ratings validationFile) {}

  /** Refuses options that contradict each other. */
  public void requireConsistent(CommandSpec spec) {
    if (permutation != null && validation != null) {
      throw new ParameterException(
          spec.commandLine(), "--permutation and --validation exclude each other");
    }
    if (validation != null && ratings == null) {
      throw new ParameterException(spec.commandLine(), "--validation needs --ratings");
    }
  }

  /**
   * Restores a model's split.
   *
   * @throws InvalidInputException if these ratings do not give the number and the mean of the
   *     ratings that the model was trained on
   */
  public Restored restore(Model model, PrintWriter log) {
    ReadOptions how = options.toReadOptions(Splits.isByTime(model.provenance().split()));
    Restored restored;
    if (validation != null) {
      restored = fromTwoFiles(model, how, log);
    } else if (ratings != null) {
      Ratings ofModel = read(ratings, model, how, log);
      Ratings file = RatingsReader.read(ratings, how).ratings();
      restored = new Restored(divide(ofModel, model.provenance()), file, file);
    } else {
      log.println("no --ratings, so these are the embedded sample's");
      Ratings sample = EmbeddedSample.load().ratings();
      restored = new Restored(divide(sample, model.provenance()), sample, sample);
    }
    requireThose(model, restored.split());
    return restored;
  }

  private Restored fromTwoFiles(Model model, ReadOptions how, PrintWriter log) {
    Split split =
        Splits.byValidation(read(ratings, model, how, log), read(validation, model, how, log));
    return new Restored(
        split,
        RatingsReader.read(ratings, how).ratings(),
        RatingsReader.read(validation, how).ratings());
  }

  private static Ratings read(Path file, Model model, ReadOptions how, PrintWriter log) {
    ReadResult read = RatingsReader.read(file, how, model.userIds(), model.itemIds());
    RatingsOptions.report(read, log);
    return read.ratings();
  }

  private Split divide(Ratings all, Provenance provenance) {
    int[] order = permutation == null ? null : Npy.readIntVector(permutation);
    return Splits.again(all, provenance.split(), order)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "the model's ratings were split '"
                        + provenance.split()
                        + "', expected --permutation or --validation as it was trained with"));
  }

  private void requireThose(Model model, Split split) {
    if (model.wasTrainedOn(split)) {
      return;
    }
    int expected = model.provenance().trainRatings();
    int found = split.train().size();
    double mean = split.train().mean();
    String file = ratings == null ? "the embedded sample" : ratings.toString();
    if (found == expected && mean == model.mean()) {
      throw new InvalidInputException(
          file + ": found ratings of that number and mean, expected those of the model's training");
    }
    throw new InvalidInputException(
        String.format(
            Locale.ROOT,
            "%s: found %d ratings to train on of mean %.9g, expected the model's %d of %.9g",
            file,
            found,
            mean,
            expected,
            model.mean()));
  }
}
