package io.gravmf.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.bench.table.Table;
import io.gravmf.data.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentsTest {

  private static final List<Table> TABLES =
      List.of(
          new Table(
              "epoch",
              "",
              "",
              "",
              List.of("d", "ms"),
              List.of(List.of("8", "1.50"), List.of("16", "2.50"))));

  @Test
  void replacesWhatStandsBetweenMarksAndNothingElse() {
    String text =
        "See <!-- results -->old<!-- end -->: <!-- cell epoch | 16 | ms -->9<!-- end --> ms.\n\n"
            + "<!-- table epoch -->\nold\nrows\n<!-- end -->\n$1 \\ stays\n";
    String filled = Documents.fill(text, "../r", TABLES);
    assertThat(filled)
        .isEqualTo(
            "See <!-- results -->[../r](../r/README.md)<!-- end -->: "
                + "<!-- cell epoch | 16 | ms -->2.50<!-- end --> ms.\n\n"
                + "<!-- table epoch -->\n| d | ms |\n| --- | ---: |\n| 8 | 1.50 |\n| 16 | 2.50 |\n"
                + "<!-- end -->\n$1 \\ stays\n");
    assertThat(Documents.fill(filled, "../r", TABLES)).isEqualTo(filled);
  }

  @Test
  void aRunFillsTheMarksOfItsKind() {
    String text =
        "<!-- results -->[r](r/README.md)<!-- end --> <!-- cell epoch | 8 | ms -->7<!-- end -->\n"
            + "<!-- results sweeps --><!-- end --> <!-- cell sweeps/epoch | 8 | ms --><!-- end -->"
            + " <!-- picture sweeps/a.svg --><!-- end -->\n";
    String filled = Documents.fill(text, "../r-sweeps", TABLES);
    assertThat(filled)
        .isEqualTo(
            "<!-- results -->[r](r/README.md)<!-- end --> <!-- cell epoch | 8 | ms -->7<!-- end -->\n"
                + "<!-- results sweeps -->[../r-sweeps](../r-sweeps/README.md)<!-- end -->"
                + " <!-- cell sweeps/epoch | 8 | ms -->1.50<!-- end -->"
                + " <!-- picture sweeps/a.svg -->![a.svg](../r-sweeps/a.svg)<!-- end -->\n");
    assertThat(Documents.fill(filled, "r", TABLES)).isEqualTo(filled.replace(">7<", ">1.50<"));
  }

  @Test
  void refusesMarksOfWhatTheRunDoesNotHave() {
    for (String mark :
        List.of("table gpu", "cell epoch | 32 | ms", "cell epoch | 8 | s", "cell epoch | 8")) {
      assertThatThrownBy(() -> Documents.fill("<!-- " + mark + " --><!-- end -->", "r", TABLES))
          .as(mark)
          .isInstanceOf(InvalidInputException.class);
    }
  }
}
