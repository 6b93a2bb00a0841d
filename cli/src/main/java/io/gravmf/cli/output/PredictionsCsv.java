package io.gravmf.cli.output;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.gravmf.cli.query.KnownTruth;
import io.gravmf.cli.query.PairsFile;
import io.gravmf.format.AtomicFile;
import io.gravmf.model.Model;
import io.gravmf.model.Posterior;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
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
  private long written;
  private long unknown;

  /** Takes what to predict, and what is known already. */
  public PredictionsCsv(Model model, PairsFile pairs, KnownTruth truth) {
    this.model = model;
    this.pairs = pairs;
    this.truth = truth;
  }

  /** Writes the file, beside its destination until it is complete. */
  public void write(Path file) {
    AtomicFile.write(
        file,
        channel -> {
          try {
            Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8);
            write(writer);
            writer.flush();
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  /** Writes to a stream that stays open. */
  public void write(Writer to) {
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(to);
    if (isUncertain()) {
      csv.writeRecord("user", "item", "prediction", "rating", "deviation");
    } else {
      csv.writeRecord("user", "item", "prediction", "rating");
    }
    pairs.forEach(pair -> write(csv, pair));
    try {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(CsvWriter csv, PairsFile.Pair pair) {
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
    csv.writeRecord(record);
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
