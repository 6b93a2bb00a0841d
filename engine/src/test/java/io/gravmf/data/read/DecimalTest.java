package io.gravmf.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {

  private static float parse(String text, char mark) {
    byte[] bytes = ("x" + text + "9").getBytes(StandardCharsets.UTF_8);
    return Decimal.parse(bytes, 1, bytes.length - 1, mark);
  }

  @Provide
  Arbitrary<String> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.floats().map(value -> Float.toString(value)),
        Arbitraries.doubles().map(value -> Double.toString(value)),
        Arbitraries.bigDecimals().map(value -> value.toPlainString()),
        Arbitraries.integers().between(-100_000_000, 100_000_000).map(value -> value / 1e4 + ""),
        Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(12));
  }

  /** The JDK's parser is the reference, to the last bit. */
  @Property(tries = 3000)
  void everyNumberIsTheNearestFloat(@ForAll("numbers") String text) {
    int expected = Float.floatToRawIntBits(Float.parseFloat(text));
    assertThat(Float.floatToRawIntBits(parse(text, '.'))).isEqualTo(expected);
    assertThat(Float.floatToRawIntBits(parse(text.replace('.', ','), ','))).isEqualTo(expected);
  }

  /** Of the words that the JDK takes for numbers, those that a rating may be. */
  @Property(tries = 3000)
  void nothingElseIsANumber(@ForAll("almost") String text) {
    boolean decimal = text.matches("[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?");
    assertThat(Float.isNaN(parse(text, '.'))).isEqualTo(!decimal);
  }

  @Provide
  Arbitrary<String> almost() {
    return Arbitraries.strings().withChars("0123456789+-.,eExfdN ").ofMaxLength(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        ".",
        "+.",
        "NaN",
        "inf",
        "Infinity",
        "0x10",
        "4f",
        "1_0",
        "1,5",
        "1.5.2",
        "1e",
        "1e+",
        "e5",
        "\u0664",
        "--1",
        "1 2"
      })
  void whatIsNoNumberIsNone(String text) {
    assertThat(parse(text, '.')).isNaN();
  }

  @Test
  void whatIsTooGreatIsInfinite() {
    assertThat(parse("1e99", '.')).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(parse("-" + "9".repeat(50), '.')).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(parse("1e-99", '.')).isZero();
  }

  /** A regular expression took 50 s for it. */
  @Test
  void aLongNumberIsParsedInOnePass() {
    assertThat(parse("1".repeat(1_000_000) + "x", '.')).isNaN();
    assertThat(parse("0." + "3".repeat(1_000_000), '.')).isEqualTo(1f / 3);
    assertThat(parse("0".repeat(1_000_000) + "7", '.')).isEqualTo(7);
  }
}
