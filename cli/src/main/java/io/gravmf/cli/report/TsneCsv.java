package io.gravmf.cli.report;

import io.gravmf.cli.csv.CsvTable;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The map as a table: a row for each movie. */
final class TsneCsv {

  private TsneCsv() {}

  static void write(Path file, Report.MovieMap map, boolean isSafe) {
    Map<Integer, String> genres =
        map.genres().stream().collect(Collectors.toMap(Genre::index, Genre::name));
    CsvTable.write(
        file,
        isSafe,
        table -> {
          table.row(
              "item", "title", "genre", "ratings", "mean_rating", "x", "y", "z", "x_2d", "y_2d");
          map.movies().forEach(movie -> table.row(cells(movie, genres)));
        });
  }

  private static String[] cells(Movie movie, Map<Integer, String> genres) {
    return new String[] {
      movie.id(),
      movie.title(),
      genres.get(movie.genre()),
      Integer.toString(movie.ratings()),
      movie.ratings() == 0 ? "" : Double.toString(movie.mean()),
      Float.toString(movie.x()),
      Float.toString(movie.y()),
      Float.toString(movie.z()),
      Float.toString(movie.flat().get(0)),
      Float.toString(movie.flat().get(1))
    };
  }
}
