package io.gravmf.cli.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.gravmf.format.AtomicFile;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The map as a table: a row for each movie. */
final class TsneCsv {

  private TsneCsv() {}

  static void write(Path file, Report.MovieMap map) {
    Map<Integer, String> genres =
        map.genres().stream().collect(Collectors.toMap(Genre::index, Genre::name));
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(
          "item", "title", "genre", "ratings", "mean_rating", "x", "y", "z", "x_2d", "y_2d");
      for (Movie movie : map.movies()) {
        csv.writeRecord(
            movie.id(),
            movie.title(),
            genres.get(movie.genre()),
            Integer.toString(movie.ratings()),
            movie.ratings() == 0 ? "" : Double.toString(movie.mean()),
            Float.toString(movie.x()),
            Float.toString(movie.y()),
            Float.toString(movie.z()),
            Float.toString(movie.flat().get(0)),
            Float.toString(movie.flat().get(1)));
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    AtomicFile.write(file, text.toString());
  }
}
