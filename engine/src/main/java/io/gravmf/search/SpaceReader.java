package io.gravmf.search;

import io.gravmf.data.InvalidInputException;
import io.gravmf.format.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads ranges: a line for each setting, its name and then
 *
 * <pre>
 * dim        8, 16, 32          one of these
 * lambda-r   0.01 .. 1 log      a number between, equal ratios as likely
 * sweeps     5 .. 40            a whole number, both ends being written as such
 * optimizer  als                always this
 * </pre>
 *
 * <p>Blank lines and what is behind a {@code #} are left out.
 */
public final class SpaceReader {

  /** Ranges are typed by people. */
  private static final int MOST_BYTES = 1 << 16;

  private static final Pattern LINE = Pattern.compile("([a-z][a-z0-9-]*)\\s+(\\S.*)");
  private static final Pattern NUMBERS =
      Pattern.compile("(\\S+)\\s*\\.\\.\\s*(\\S+)(?:\\s+(\\S+))?");
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?(e-?[0-9]{1,2})?");
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9.+-]{1,32}");

  private final String source;
  private final List<SearchSpace.Setting> settings = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private SpaceReader(String source) {
    this.source = source;
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException if it cannot be read or a line is wrong
   */
  public static SearchSpace read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new SpaceReader(file.toString()).read(in.readNBytes(MOST_BYTES + 1));
    } catch (IOException e) {
      throw FileFailure.reading(file, e);
    }
  }

  /**
   * Returns the text of the ranges that come with the program: wide ones.
   *
   * @param ranking whether lists are what counts, rather than errors
   */
  public static String wide(boolean ranking) {
    try (InputStream in =
        SpaceReader.class.getResourceAsStream(ranking ? "ranking.space" : "ratings.space")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a text.
   *
   * @param source what messages call it
   * @throws InvalidInputException if a line is wrong
   */
  public static SearchSpace parse(String source, String text) {
    return new SpaceReader(source).read(text.getBytes(StandardCharsets.UTF_8));
  }

  private SearchSpace read(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw new InvalidInputException(
          source + ": has more than " + MOST_BYTES + " bytes, expected a few lines of ranges");
    }
    String[] lines = decoded(bytes).split("\\R", -1);
    for (int line = 1; line <= lines.length; line++) {
      String text = lines[line - 1].replaceFirst("#.*", "").strip();
      if (!text.isEmpty()) {
        add(line, text);
      }
    }
    if (settings.isEmpty()) {
      throw new InvalidInputException(
          source + ": has no settings, expected lines such as: dim 8 .. 64 log");
    }
    return new SearchSpace(settings);
  }

  private String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(source + ": is no UTF-8 text", e);
    }
  }

  private void add(int line, String text) {
    Matcher matcher = LINE.matcher(text);
    if (!matcher.matches()) {
      throw wrong(line, text, "a setting's name and its values, such as: dim 8 .. 64 log");
    }
    String name = matcher.group(1);
    if (!names.add(name)) {
      throw new InvalidInputException(
          source + " line " + line + ": " + name + " is there twice, expected once");
    }
    settings.add(new SearchSpace.Setting(name, range(line, matcher.group(2)), line));
  }

  private Range range(int line, String values) {
    Matcher numbers = NUMBERS.matcher(values);
    return values.contains("..")
        ? numbers(line, values, numbers)
        : new Range.Choices(
            Arrays.stream(values.split(",", -1)).map(value -> value(line, value.strip())).toList());
  }

  private String value(int line, String value) {
    if (!VALUE.matcher(value).matches()) {
      throw wrong(line, value, "a value, or several with commas between, or: low .. high");
    }
    return value;
  }

  private Range numbers(int line, String values, Matcher numbers) {
    if (!numbers.matches() || (numbers.group(3) != null && !numbers.group(3).equals("log"))) {
      throw wrong(line, values, "low .. high, or low .. high log");
    }
    String low = number(line, numbers.group(1));
    String high = number(line, numbers.group(2));
    boolean whole = WHOLE.matcher(low).matches() && WHOLE.matcher(high).matches();
    try {
      return new Range.Numbers(
          Double.parseDouble(low), Double.parseDouble(high), numbers.group(3) != null, whole);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          source + " line " + line + ": found '" + shown(values) + "', but " + e.getMessage(), e);
    }
  }

  private String number(int line, String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw wrong(line, text, "a number");
    }
    return text;
  }

  private InvalidInputException wrong(int line, String found, String expected) {
    return new InvalidInputException(
        source + " line " + line + ": found '" + shown(found) + "', expected " + expected);
  }

  private static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
