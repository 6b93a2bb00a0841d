package io.gravmf.cli.notebook;

import io.gravmf.backend.Backends;
import io.gravmf.backend.TrainingState;
import io.gravmf.cli.console.Interruption;
import io.gravmf.cli.console.ProgressView;
import io.gravmf.cli.console.TrainingProgress;
import io.gravmf.cli.training.RatingsSource;
import io.gravmf.cli.training.RecordedSplit;
import io.gravmf.cli.training.TrainingInput;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.model.Provenance;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingResult;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A model trained for the report. Ctrl-C stops training, and the report is of what has been trained
 * by then.
 */
public final class TrainingSource implements ReportSource {

  private final TrainingInput input;
  private final TrainingConfig config;
  private final Backends.Choice choice;
  private final Function<PrintWriter, ProgressView> view;
  private final Path tensorBoard;
  private final Interruption interruption = new Interruption();
  private RatingsSource ratings;
  private Split split;

  /**
   * Takes what to train on, and how.
   *
   * @param view makes what shows how training goes on, on a console
   * @param tensorBoard the folder of its event file; null: none is written
   */
  public TrainingSource(
      TrainingInput input,
      TrainingConfig config,
      Backends.Choice choice,
      Function<PrintWriter, ProgressView> view,
      Path tensorBoard) {
    this.input = input;
    this.config = config;
    this.choice = choice;
    this.view = view;
    this.tensorBoard = tensorBoard;
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
    Ratings held = ratings.validation() == null ? ratings.ratings() : ratings.validation();
    return new RecordedSplit.Restored(split, ratings.ratings(), held);
  }

  @Override
  public String objective() {
    return ObjectiveText.of(config.objective(), config.dim());
  }

  @Override
  public Trained model(PrintWriter log) {
    TrainingState start = input.start(split, config);
    log.println("training on " + choice.reason());
    try (TrainingProgress progress =
        new TrainingProgress(
            config,
            view.apply(log),
            interruption,
            tensorBoard,
            state -> {
              throw new IllegalStateException("no checkpoint was asked for");
            })) {
      TrainingResult result = Trainer.train(split, config, start, choice.backend(), progress);
      progress.finish();
      return new Trained(
          result.model(), result.history(), choice.backend().description(), origin(result));
    }
  }

  private static String origin(TrainingResult result) {
    Provenance provenance = result.model().provenance();
    String rmse =
        provenance.validationRatings() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                ", validation RMSE %.4f",
                Math.sqrt(provenance.validationLoss().mse()));
    return String.format(
        Locale.ROOT,
        "%d epochs%s%s",
        provenance.epochs(),
        rmse,
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
