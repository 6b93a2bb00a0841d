package io.gravmf.cli.notebook;

import io.gravmf.cli.training.RecordedSplit;
import io.gravmf.data.Ratings;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import io.gravmf.model.Provenance;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** A model that exists, and the ratings that it was trained on, divided as it records. */
public final class ModelSource implements ReportSource {

  private final Path folder;
  private final Model model;
  private final RecordedSplit recorded;
  private RecordedSplit.Restored restored;

  /** Takes a model's folder, and how its ratings are found. */
  public ModelSource(Path folder, RecordedSplit recorded) {
    this.folder = folder;
    this.model = ModelFiles.load(folder);
    this.recorded = recorded;
  }

  @Override
  public List<Ratings> read(PrintWriter log) {
    restored = recorded.restore(model, log);
    return List.of(restored.split().train(), restored.split().validation());
  }

  @Override
  public RecordedSplit.Restored split() {
    return restored;
  }

  @Override
  public String objective() {
    Provenance how = model.provenance();
    return ObjectiveText.of(how.objective(), how.optimizer(), model.dim());
  }

  @Override
  public Trained model(PrintWriter log) {
    int epochs = model.provenance().epochs();
    String origin =
        "not trained here: "
            + folder
            + ", of "
            + epochs
            + " "
            + model.provenance().optimizer().unit()
            + "s";
    return new Trained(model, List.of(), model.provenance().backend(), origin);
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
