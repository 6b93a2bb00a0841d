package io.gravmf.data.text;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Splits single lines of delimited text and decodes their bytes. */
public final class Fields {

  private static final int SHOWN = 60;

  /** What a lenient decoder puts in place of bytes that are not UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private Fields() {}

  /** Splits a line at every delimiter. */
  public static List<String> split(String line, String delimiter) {
    return Arrays.asList(line.split(Pattern.quote(delimiter), -1));
  }

  /** Splits a line of CSV: a field in double quotes may hold the delimiter. */
  public static List<String> splitQuoted(String line, String delimiter) {
    if (line.indexOf('"') < 0) {
      return split(line, delimiter);
    }
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().fieldSeparator(delimiter).ofCsvRecord(line)) {
      return reader.stream().findFirst().map(CsvRecord::getFields).orElse(List.of());
    } catch (CsvParseException | java.io.IOException e) {
      return List.of(line);
    }
  }

  /** Decodes UTF-8, or returns null where the bytes are not that: ids must not be merged. */
  public static String decode(byte[] bytes, int start, int end) {
    String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, end - start));
      } catch (CharacterCodingException malformed) {
        return null;
      }
    }
    return text;
  }

  /** Shortens and cleans text for a message of one line. */
  public static String shown(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= SHOWN ? clean : clean.substring(0, SHOWN) + "...";
  }
}
