package io.gravmf.cli.output;

import io.gravmf.cli.csv.CsvTable;
import io.gravmf.cli.query.KnownTruth;
import io.gravmf.cli.query.PairsFile;
import io.gravmf.model.Model;
import io.gravmf.model.Posterior;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Predictions for pairs as CSV, a line for each in their order: user, item, prediction, and the
 * rating where it is known; of a model of several draws also the prediction's standard deviation.
 * The prediction is empty where the model has no such user or item.
 */
public final class PredictionsCsv {

  private final Model model;
  private final PairsFile pairs;
  private final KnownTruth truth;
  private final boolean isSafe;
  private long written;
  private long unknown;

  /**
   * Takes what to predict, and what is known already.
   *
   * @param isSafe whether ids must not begin as formulas do
   */
  public PredictionsCsv(Model model, PairsFile pairs, KnownTruth truth, boolean isSafe) {
    this.model = model;
    this.pairs = pairs;
    this.truth = truth;
    this.isSafe = isSafe;
  }

  /** Writes the file, beside its destination until it is complete. */
  public void write(Path file) {
    CsvTable.write(file, isSafe, this::rows);
  }

  /** Writes to a stream that stays open. */
  public void write(Writer to) {
    CsvTable.write(to, isSafe, this::rows);
  }

  private void rows(CsvTable table) {
    if (isUncertain()) {
      table.row("user", "item", "prediction", "rating", "deviation");
    } else {
      table.row("user", "item", "prediction", "rating");
    }
    pairs.forEach(pair -> row(table, pair));
  }

  private void row(CsvTable table, PairsFile.Pair pair) {
    int user = model.userIds().row(pair.user());
    int item = model.itemIds().row(pair.item());
    boolean known = user >= 0 && item >= 0;
    Float rating = pair.rating() == null && known ? truth.of(user, item) : pair.rating();
    List<String> record = new ArrayList<>();
    record.add(pair.user());
    record.add(pair.item());
    record.add(known ? Float.toString((float) model.predict(user, item)) : "");
    record.add(rating == null ? "" : Float.toString(rating));
    if (isUncertain()) {
      record.add(known ? Float.toString((float) model.deviation(user, item).orElseThrow()) : "");
    }
    table.row(record);
    written++;
    unknown += known ? 0 : 1;
  }

  private boolean isUncertain() {
    return model.posterior().map(Posterior::draws).orElse(1) > 1;
  }

  /** Returns how many pairs there were. */
  public long written() {
    return written;
  }

  /** Returns how many of them were of unknown users or items. */
  public long unknown() {
    return unknown;
  }
}
