package io.gravmf.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.SharedData;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.objective.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README says that both ways of training come to. */
class ReadmeFiguresTest {

  private static final Path README = Path.of("..", "README.md");

  private static MatchResult row(String how) throws IOException {
    Pattern pattern =
        Pattern.compile(
            "(?m)^\\| `" + how + "` \\| ([0-9 ]+) [^|]*\\| ([0-9.]+) \\| ([0-9.]+) \\|$");
    List<MatchResult> rows = pattern.matcher(Files.readString(README)).results().toList();
    assertThat(rows).as("rows of %s", how).hasSize(1);
    return rows.get(0);
  }

  private static int steps(MatchResult row) {
    return Integer.parseInt(row.group(1).replace(" ", ""));
  }

  private static void assertSays(MatchResult row, double total, double validation) {
    assertThat(row.group(2)).isEqualTo(String.format(Locale.ROOT, "%.4f", total));
    assertThat(row.group(3)).isEqualTo(String.format(Locale.ROOT, "%.4f", validation));
  }

  /** The golden's last epoch, which PyTorch computed. */
  @Test
  void epochs() throws IOException {
    Path golden = SharedData.require("golden/notebook-d100");
    MatchResult row = row("train");
    String last = steps(row) - 1 + ",";
    String[] fields =
        Files.readAllLines(golden.resolve("trajectory.csv")).stream()
            .filter(line -> line.startsWith(last))
            .findFirst()
            .orElseThrow()
            .split(",", -1);
    assertSays(row, Double.parseDouble(fields[4]), Double.parseDouble(fields[5]));
  }

  @Test
  void sweeps() throws IOException {
    Path golden = SharedData.require("golden/notebook-d100");
    MatchResult row = row("train --optimizer als");
    TrainingResult result =
        Goldens.train(
            golden,
            Backends.choose("cpu", BackendOptions.defaults()).backend(),
            100,
            steps(row),
            new Optimizer.LeastSquares());
    EpochReport last = result.history().get(result.history().size() - 1);
    assertSays(row, last.train().total(), last.validation().orElseThrow().mse());
  }
}
