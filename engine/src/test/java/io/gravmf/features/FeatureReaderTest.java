package io.gravmf.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.data.DenseIds;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.IdMap;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.StringIds;
import io.gravmf.data.text.TextOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureReaderTest {

  private static final IdMap THREE = new DenseIds(3);

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("features"), text.replace('^', '\n'));
  }

  private FeatureReader.Result read(String text, IdMap ids) throws IOException {
    return FeatureReader.read(file(text), "--user-features", ids, TextOptions.DEFAULT);
  }

  private static double[] column(FloatMatrix matrix, int column) {
    double[] values = new double[matrix.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = matrix.get(row, column);
    }
    return values;
  }

  @Test
  void numbersAreStandardisedAndKindsAreFlagsAboutTheirMean() throws IOException {
    FloatMatrix matrix = read("1|20|M|x^2|30|F|x^3|40|M|x^", THREE).matrix();
    assertThat(matrix.columns()).isEqualTo(3);
    double root = Math.sqrt(1.5);
    assertThat(column(matrix, 0)).containsExactly(new double[] {-root, 0, root}, within(1e-6));
    assertThat(column(matrix, 1))
        .containsExactly(new double[] {-1 / 3.0, 2 / 3.0, -1 / 3.0}, within(1e-6));
    assertThat(column(matrix, 2))
        .containsExactly(new double[] {1 / 3.0, -2 / 3.0, 1 / 3.0}, within(1e-6));
  }

  /** Found by fuzzing: U+3000 is a blank to some and part of no number to others. */
  @Test
  void blanksOfAnyKindAroundNumbersAreNotPartOfThem() throws IOException {
    FloatMatrix matrix = read("user,age^1,1\u3000^2,\u20032^3,3^", THREE).matrix();
    double root = Math.sqrt(1.5);
    assertThat(column(matrix, 0)).containsExactly(new double[] {-root, 0, root}, within(1e-6));
  }

  @Test
  void numbersWhoseSquaresOverflowAreMissing() throws IOException {
    FloatMatrix matrix = read("user,age^1,-1^2,1^3,1.7e308^", THREE).matrix();
    assertThat(column(matrix, 0)).containsExactly(new double[] {-1, 1, 0}, within(1e-6));
  }

  @Test
  void whatIsMissingHasTheMeanAndRowsMayBeLeftOut() throws IOException {
    FeatureReader.Result read =
        read("id,age^b,10^c,^a,30^z,5^", new StringIds(new String[] {"a", "b", "c", "d"}));
    assertThat(column(read.matrix(), 0)).containsExactly(new double[] {1, -1, 0, 0}, within(1e-6));
    assertThat(read.notes()).anySatisfy(note -> assertThat(note).startsWith("1 of 4 ids"));
  }

  @Test
  void numbersBeyondFloat32AreNotKnown() throws IOException {
    FeatureReader.Result read = read("1|1e999|1e300|5^2|-1e999|1e300|1e308^3|1e999|2|7^", THREE);
    assertThat(read.notes().get(0)).contains("1 feature; of no use: columns 2, 3");
    assertThat(column(read.matrix(), 0)).containsExactly(new double[] {-1, 0, 1}, within(1e-6));
  }

  @Test
  void filesWithoutIdsAreRefused() {
    for (String nothing : new String[] {"^^", "user,age^"}) {
      assertThatThrownBy(() -> read(nothing, THREE))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageEndingWith(
              "has no line with an id, expected ids and what is known of them (--user-features)");
    }
  }

  /** A header is somebody's text, and notes are printed. */
  @Test
  void namesInNotesAreCleanAndFew() throws IOException {
    String names = "id,age,\u001b[m\u202e" + ",x".repeat(20);
    FeatureReader.Result read =
        read(names + "^1,20" + ",".repeat(21) + "^2,30" + ",".repeat(21) + "^", THREE);
    assertThat(read.notes())
        .anySatisfy(
            note ->
                assertThat(note)
                    .contains("of no use: columns ?[m?, x, x")
                    .endsWith(" and 11 more"));
  }

  @Test
  void titlesGiveYearsAndBarsSeparateGenres() throws IOException {
    StringBuilder text = new StringBuilder("movieId,title,genres\n");
    String[] ids = new String[100];
    for (int k = 0; k < 100; k++) {
      ids[k] = "m" + (100 + k);
      text.append(
          "m"
              + (100 + k)
              + ",\"Film, "
              + k
              + " ("
              + (1900 + k)
              + ")\","
              + (k % 2 == 0 ? "A|B" : "B|C"));
      text.append('\n');
    }
    FloatMatrix matrix = read(text.toString(), new StringIds(ids)).matrix();
    assertThat(matrix.columns()).isEqualTo(4);
    assertThat(matrix.get(99, 0)).isGreaterThan(matrix.get(98, 0));
    assertThat(matrix.get(0, 1)).isEqualTo(0.5f);
    assertThat(matrix.get(1, 1)).isEqualTo(-0.5f);
    assertThat(column(matrix, 2)).containsOnly(0);
    assertThat(matrix.get(1, 3)).isEqualTo(0.5f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1|20|M^2|30^3|40|F; features:2: found 2 columns, expected 3",
        "1|20|M^2|30|F^1|40|M; features:3: found id '1', which line 1 has too, expected each id once",
        "7|20|M^8|30|F; none of its ids has a rating",
        "1|4^2|4^3|4; no column gives a feature"
      })
  void whatIsWrongIsSaidInALine(String text, String message) {
    assertThatThrownBy(() -> read(text, THREE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message)
        .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("\n"));
  }
}
