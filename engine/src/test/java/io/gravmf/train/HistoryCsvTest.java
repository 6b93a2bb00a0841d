package io.gravmf.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryCsvTest {

  @TempDir Path folder;

  @Test
  void everyDigitIsKeptWhateverTheLocale() throws IOException {
    Loss train = new Loss(0.1 + 0.2, 1e-300, Double.MIN_VALUE);
    Loss validation = new Loss(1 / 3.0, 1234567.875, 0);
    List<EpochReport> history =
        List.of(
            new EpochReport(0, train, Optional.of(validation)),
            new EpochReport(1999, validation, Optional.of(train)));
    Path file = folder.resolve("new/h.csv");
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      HistoryCsv.write(file, history);
    } finally {
      Locale.setDefault(before);
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .isEqualTo(
            "epoch,train_mse,train_l2,train_gravity,train_total,"
                + "val_mse,val_l2,val_gravity,val_total");
    for (int row = 0; row < 2; row++) {
      String[] fields = lines.get(row + 1).split(",");
      EpochReport report = history.get(row);
      assertThat(fields).hasSize(9);
      assertThat(Integer.parseInt(fields[0])).isEqualTo(report.epoch());
      assertThat(terms(fields, 1)).isEqualTo(report.train());
      assertThat(terms(fields, 5)).isEqualTo(report.validation().orElseThrow());
      assertThat(Double.parseDouble(fields[4])).isEqualTo(report.train().total());
      assertThat(Double.parseDouble(fields[8]))
          .isEqualTo(report.validation().orElseThrow().total());
    }
  }

  private static Loss terms(String[] fields, int from) {
    return new Loss(
        Double.parseDouble(fields[from]),
        Double.parseDouble(fields[from + 1]),
        Double.parseDouble(fields[from + 2]));
  }

  @Test
  void anEmptyHistoryIsItsHeader() {
    Path file = folder.resolve("h.csv");
    HistoryCsv.write(file, List.of());
    assertThat(file).hasContent(HistoryCsv.HEADER + "\n");
  }
}
