package io.gravmf.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.Loss;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.EpochReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a terminal shows of the bar. */
class BarViewTest {

  private static final int COLUMNS = 80;
  private static final LossTable TABLE = new LossTable(Optimizer.AdamW.NOTEBOOK);

  /** What a terminal makes of a text: a carriage return goes back to the line's start. */
  private static List<String> screen(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int at = 0;
    for (char c : text.replace(System.lineSeparator(), "\n").toCharArray()) {
      if (c == '\n') {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
        at = 0;
      } else if (c == '\r') {
        at = 0;
      } else {
        if (at == line.length()) {
          line.append(c);
        } else {
          line.setCharAt(at, c);
        }
        at++;
      }
      assertThat(at).isLessThan(COLUMNS);
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  private static EpochReport report(int epoch, double mse) {
    return new EpochReport(
        epoch, new Loss(mse, 0.25, 0.5), Optional.of(new Loss(2 * mse, 0.25, 0.5)));
  }

  private static boolean hasBar(List<String> screen) {
    return screen.get(screen.size() - 1).contains("60% [");
  }

  @Test
  void theBarStaysBelowTheTableAndIsGoneAtTheEnd() throws InterruptedException {
    StringWriter terminal = new StringWriter();
    BarView view = new BarView(TABLE, 100, 0, COLUMNS, new PrintWriter(terminal));
    view.report(report(0, 123.45678));
    view.advance(60);
    for (int wait = 0; wait < 100 && !hasBar(screen(terminal.toString())); wait++) {
      Thread.sleep(50);
    }
    List<String> during = screen(terminal.toString());
    assertThat(during).hasSize(4);
    assertThat(during.get(3)).contains("60% [", "60/100", "loss 124.2068, 247.6636");

    view.report(report(50, 0.125));
    view.say("stopping");
    view.close();
    List<String> after = screen(terminal.toString());
    assertThat(after).hasSize(6);
    assertThat(after.get(2))
        .isEqualTo("     0 123.457 0.25000 0.50000 124.207  246.914 0.25000 0.50000 247.664");
    assertThat(after.get(3))
        .isEqualTo("    50 0.12500 0.25000 0.50000 0.87500  0.25000 0.25000 0.50000 1.00000");
    assertThat(after.get(4)).isEqualTo("stopping");
    assertThat(after.get(5)).isEmpty();
  }

  @Test
  void theTableKeepsItsColumnsWhateverTheLoss() {
    assertThat(TABLE.row(report(19_999, 98_765.4))).hasSize(72 - 1);
    assertThat(TABLE.row(report(0, 1e30))).startsWith("     0 1.0e+30 0.25000 0.50000 1.0e+30");
    assertThat(TABLE.header().lines()).hasSize(2).allMatch(line -> line.length() < COLUMNS);
  }
}
