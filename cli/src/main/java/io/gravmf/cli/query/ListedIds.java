package io.gravmf.cli.query;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.gravmf.data.IdMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Ids with commas between, as people type them, some of which may have commas themselves. */
final class ListedIds {

  private ListedIds() {}

  /**
   * Divides lists into ids. A whole list that is an id is one; of the rest, each is a line of CSV,
   * where double quotes keep a comma, and blanks around an id are none of it.
   */
  static List<String> of(List<String> lists, IdMap known) {
    List<String> ids = new ArrayList<>();
    for (String list : lists) {
      if (known.row(list) >= 0) {
        ids.add(list);
      } else {
        fields(list).forEach(id -> ids.add(known.row(id) >= 0 ? id : id.strip()));
      }
    }
    return ids;
  }

  private static List<String> fields(String list) {
    List<String> fields = new ArrayList<>();
    // A blank before a quote would make it a part of the field.
    String line = list.replaceAll(",\\s+\"", ",\"");
    try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(line)) {
      for (CsvRecord record : csv) {
        fields.addAll(record.getFields());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fields;
  }
}
