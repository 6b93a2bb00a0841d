package io.gravmf.cli.notebook;

import io.gravmf.cli.training.RecordedSplit;
import io.gravmf.data.Ratings;
import io.gravmf.model.Model;
import io.gravmf.train.EpochReport;
import java.io.PrintWriter;
import java.util.List;

/** Where a report's ratings and its model are from; asked in this order. */
public interface ReportSource extends AutoCloseable {

  /**
   * The model that a report is of.
   *
   * @param model the model
   * @param history the reported epochs; empty where it was not trained here
   * @param device what it was trained on, one line
   * @param origin how it was come by, one line
   */
  record Trained(Model model, List<EpochReport> history, String device, String origin) {}

  /** Reads the ratings, in one part or in two that are over the same users and items. */
  List<Ratings> read(PrintWriter log);

  /** Divides them. */
  RecordedSplit.Restored split();

  /** Says what is minimised. */
  String objective();

  /** Trains the model, or has it already. */
  Trained model(PrintWriter log);

  @Override
  void close();
}
