package io.gravmf.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.Arrays;
import java.util.List;

/** Splits single lines of delimited text, quoted or not. */
final class Fields {

  private static final int SHOWN = 60;

  private Fields() {}

  /** Splits a line; a field in double quotes may hold the delimiter. */
  static List<String> split(String line, String delimiter) {
    if (line.indexOf('"') < 0) {
      return Arrays.asList(line.split(java.util.regex.Pattern.quote(delimiter), -1));
    }
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().fieldSeparator(delimiter).ofCsvRecord(line)) {
      return reader.stream().findFirst().map(CsvRecord::getFields).orElse(List.of());
    } catch (CsvParseException | java.io.IOException e) {
      return List.of(line);
    }
  }

  /** Shortens and cleans text for a message of one line. */
  static String shown(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= SHOWN ? clean : clean.substring(0, SHOWN) + "...";
  }
}
