package io.gravmf.data.read;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/**
 * Parses times: whole numbers as they are, in seconds, milliseconds or whatever the file has;
 * fractions and exponents; and dates of ISO 8601, with or without a time of day, as seconds since
 * 1970, of UTC where they name no offset.
 *
 * <p>As soon as one has a fraction, all are counted in millionths: {@link #scale()}.
 */
final class Times {

  /** What is expected, for messages. */
  static final String EXPECTED = "seconds or milliseconds since 1970, or a date as 2005-09-06";

  private static final int MICROS = 1_000_000;

  /** Longer numbers are beyond every clock, and slow to parse. */
  private static final int LONGEST = 64;

  private static final DateTimeFormatter DATE =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHMM", "Z")
          .toFormatter(Locale.ROOT);

  private long scale = 1;

  /** Returns what is counted: 1 for the file's own unit, a million for its millionths. */
  long scale() {
    return scale;
  }

  /**
   * Parses a time.
   *
   * @return it in units of {@link #scale()}, which this call may have changed
   * @throws ArithmeticException if it is too great
   * @throws NumberFormatException if it is no time
   */
  long parse(byte[] bytes, int start, int end) {
    if (start == end || end - start > LONGEST) {
      throw new NumberFormatException();
    }
    long whole = Integers.parse(bytes, start, end);
    if (whole != Integers.NONE) {
      return Math.multiplyExact(whole, scale);
    }
    String text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    boolean isDate = text.length() >= 8 && (text.charAt(4) == '-' || text.charAt(4) == '/');
    return isDate ? date(text) : decimal(text);
  }

  private long decimal(String text) {
    BigDecimal value = new BigDecimal(text);
    // Bounds the digits that an exponent would write out.
    if (value.precision() - value.scale() > Long.SIZE || value.scale() > LONGEST) {
      throw new ArithmeticException();
    }
    boolean isWhole = value.stripTrailingZeros().scale() <= 0;
    if (!isWhole) {
      scale = MICROS;
    }
    return value.multiply(BigDecimal.valueOf(scale)).toBigInteger().longValueExact();
  }

  private long date(String text) {
    try {
      String iso = text.replace('/', '-').replace(" UTC", "Z").replace(' ', 'T');
      TemporalAccessor parsed = DATE.parse(iso);
      if (!parsed.isSupported(ChronoField.HOUR_OF_DAY)) {
        return Math.multiplyExact(
            LocalDate.from(parsed).atStartOfDay().toEpochSecond(ZoneOffset.UTC), scale);
      }
      Instant instant =
          parsed.isSupported(ChronoField.OFFSET_SECONDS)
              ? Instant.from(parsed)
              : java.time.LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
      if (instant.getNano() != 0) {
        scale = MICROS;
      }
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), scale),
          scale == 1 ? 0 : instant.getNano() / 1000);
    } catch (DateTimeException noDate) {
      throw new NumberFormatException();
    }
  }
}
