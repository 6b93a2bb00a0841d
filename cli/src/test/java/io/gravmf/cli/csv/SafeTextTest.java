package io.gravmf.cli.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "+3", "-2.5", ".5", "-.5e-3", "1E9", "007", "12345678901234567890"})
  void numbersStayNumbers(String number) {
    assertThat(SafeText.of(number)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Toy Story (1995)",
        "Boot, Das (1981)",
        "Alien-3",
        "e@mail",
        "a = b",
        "3:10 to Yuma",
        "'=1+1"
      })
  void otherTextStaysAsItIs(String text) {
    assertThat(SafeText.of(text)).isEqualTo(text);
  }

  @Test
  void whatBeginsAFormulaIsText() {
    assertThat(SafeText.of("=cmd|'/c calc'!A1")).isEqualTo("'=cmd|'/c calc'!A1");
    assertThat(SafeText.of("@SUM(A1)")).isEqualTo("'@SUM(A1)");
    assertThat(SafeText.of("-1+1")).isEqualTo("'-1+1");
    assertThat(SafeText.of("+1+cmd")).isEqualTo("'+1+cmd");
    assertThat(SafeText.of("\t=1")).isEqualTo("'\t'=1");
    assertThat(SafeText.of("\r=1")).isEqualTo("'\r'=1");
    assertThat(SafeText.of("\uff1d1+1")).isEqualTo("'\uff1d1+1");
    assertThat(SafeText.of("-")).isEqualTo("'-");
    assertThat(SafeText.of("--1")).isEqualTo("'--1");
  }

  /** Opened where semicolons separate, the second half of these is a cell. */
  @Test
  void soIsWhatFollowsASeparator() {
    assertThat(SafeText.of("a;=1+1")).isEqualTo("a;'=1+1");
    assertThat(SafeText.of("a; \"=1+1")).isEqualTo("a; \"'=1+1");
    assertThat(SafeText.of("a\t@x;+y")).isEqualTo("a\t'@x;'+y");
    assertThat(SafeText.of("a\n=1")).isEqualTo("a\n'=1");
  }

  /** By no separator is there a cell that begins as formulas do. */
  @Test
  void noRandomTextHasAFormulaByAnySeparator() {
    String alphabet = "=+-@;,|\t\r\n\"' a1.e\uff1d";
    Random random = new Random(1);
    for (int k = 0; k < 100_000; k++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(8); length >= 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String safe = SafeText.of(text.toString());
      if (safe.matches("[+-]?[0-9.]+(e[+-]?[0-9]+)?")) {
        continue;
      }
      for (String cell : safe.split("[;,|\t\r\n]", -1)) {
        assertThat(cell.replaceFirst("^[ \"]+", "")).as(safe).doesNotMatch("(?s)[=+@\uff1d-].*");
      }
    }
  }
}
