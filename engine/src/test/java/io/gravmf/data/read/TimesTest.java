package io.gravmf.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

  private final Times times = new Times();

  private long parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return times.parse(bytes, 0, bytes.length);
  }

  /** Seconds by GNU date. */
  @ParameterizedTest
  @CsvSource({
    "881250949, 881250949",
    "-5, -5",
    "1609459200001, 1609459200001",
    "978300760.0, 978300760",
    "8.78887116e8, 878887116",
    "2005-09-06, 1125964800",
    "2005/09/06, 1125964800",
    "2005-09-06T10:00:00Z, 1126000800",
    "2005-09-06 10:00:00, 1126000800",
    "2005-09-06T10:00, 1126000800",
    "2005-09-06T10:00:00+02:00, 1125993600",
    "2005-09-06T10:00:00-0230, 1126009800",
    "2005-09-06 10:00:00 UTC, 1126000800",
    "1969-12-31, -86400",
  })
  void timesInTheFilesUnit(String text, long expected) {
    assertThat(parse(text)).isEqualTo(expected);
    assertThat(times.scale()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "978300759.25, 978300759250000",
    "-0.5, -500000",
    "2005-09-06T10:00:00.5Z, 1126000800500000",
    "1969-12-31T23:59:59.75Z, -250000",
  })
  void aFractionCountsMillionths(String text, long expected) {
    assertThat(parse(text)).isEqualTo(expected);
    assertThat(times.scale()).isEqualTo(1_000_000);
    assertThat(parse("7")).isEqualTo(7_000_000);
    assertThat(parse("1970-01-02")).isEqualTo(86_400_000_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "noon",
        "NaN",
        "2005-13-01",
        "06.09.2005",
        "09 13, 2014",
        "1e999999999",
        "1e30",
        "9223372036854775808",
        "0x10"
      })
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOfAny(ArithmeticException.class, NumberFormatException.class);
  }

  @Test
  void digitsWithoutEndAreRefused() {
    assertThatThrownBy(() -> parse("1".repeat(100_000)))
        .isInstanceOfAny(ArithmeticException.class, NumberFormatException.class);
  }
}
