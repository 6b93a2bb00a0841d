package io.gravmf.cli.notebook;

import io.gravmf.backend.Backends;
import io.gravmf.backend.TrainingState;
import io.gravmf.cli.console.Interruption;
import io.gravmf.cli.console.ProgressView;
import io.gravmf.cli.console.SideFiles;
import io.gravmf.cli.console.SparseView;
import io.gravmf.cli.console.TrainingProgress;
import io.gravmf.cli.option.DeviceOptions;
import io.gravmf.cli.option.TrainingOptions;
import io.gravmf.cli.training.RatingsSource;
import io.gravmf.cli.training.RecordedSplit;
import io.gravmf.cli.training.TrainingInput;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.model.Provenance;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingMemory;
import io.gravmf.train.TrainingResult;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A model trained for the report. Ctrl-C stops training, and the report is of what has been trained
 * by then.
 */
public final class TrainingSource implements ReportSource {

  private final TrainingInput input;
  private final TrainingOptions training;
  private final Backends.Choice choice;
  private final boolean quiet;
  private final Path tensorBoard;
  private final SideFiles sideFiles;
  private final Interruption interruption = new Interruption();
  private RatingsSource ratings;
  private TrainingConfig config;
  private Split split;

  /**
   * Takes what to train on, and how.
   *
   * @param quiet whether to show nothing of training
   * @param tensorBoard the folder of its event file; null: none is written
   * @param sideFiles told of an event file that cannot be written
   */
  public TrainingSource(
      TrainingInput input,
      TrainingOptions training,
      Backends.Choice choice,
      boolean quiet,
      Path tensorBoard,
      SideFiles sideFiles) {
    this.input = input;
    this.training = training;
    // At once: what is wrong with the options should show before anything is read.
    config = training.plotted(input.seed());
    this.choice = choice;
    this.quiet = quiet;
    this.tensorBoard = tensorBoard;
    this.sideFiles = sideFiles;
  }

  @Override
  public List<Ratings> read(PrintWriter log) {
    ratings = input.read(log);
    return ratings.validation() == null
        ? List.of(ratings.ratings())
        : List.of(ratings.ratings(), ratings.validation());
  }

  @Override
  public RecordedSplit.Restored split() {
    split = input.split(ratings, config.seed(), new PrintWriter(Writer.nullWriter()));
    config = training.over(config, split.train());
    Ratings held = ratings.validation() == null ? ratings.ratings() : ratings.validation();
    return new RecordedSplit.Restored(split, ratings.ratings(), held);
  }

  @Override
  public String objective() {
    return ObjectiveText.of(config.objective(), config.optimizer(), config.dim());
  }

  @Override
  public Trained model(PrintWriter log) {
    TrainingState start =
        TrainingMemory.within(split, config, choice.backend(), () -> input.start(split, config));
    log.println("training on " + DeviceOptions.described(choice));
    try (TrainingProgress progress =
        new TrainingProgress(
            config,
            quiet ? ProgressView.NONE : view(log),
            interruption,
            List.of(),
            tensorBoard,
            sideFiles,
            state -> {
              throw new IllegalStateException("no checkpoint was asked for");
            })) {
      TrainingResult result = Trainer.train(split, config, start, choice.backend(), progress);
      progress.finish();
      return new Trained(
          result.model(), result.history(), choice.backend().description(), origin(result));
    }
  }

  private ProgressView view(PrintWriter log) {
    return new SparseView(ProgressView.of(config, 0, log), training.shownEvery(config));
  }

  private static String origin(TrainingResult result) {
    Provenance provenance = result.model().provenance();
    return String.format(
        Locale.ROOT,
        "%d %ss, %s%s",
        provenance.epochs(),
        provenance.optimizer().unit(),
        provenance
            .validationLoss()
            .map(loss -> String.format(Locale.ROOT, "validation RMSE %.4f", Math.sqrt(loss.mse())))
            .orElse("no ratings held out"),
        switch (result.stopReason()) {
          case COMPLETED -> "";
          case CANCELLED -> ", interrupted";
          case EARLY_STOPPED -> ", stopped early";
        });
  }

  @Override
  public void close() {
    interruption.close();
  }
}
