package io.gravmf.cli.notebook;

import io.gravmf.cli.query.Titles;
import io.gravmf.cli.report.Genre;
import io.gravmf.data.IdMap;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.items.Items;
import io.gravmf.data.items.RepresentativeGenres;
import io.gravmf.data.items.RepresentativeGenres.Rule;
import io.gravmf.model.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Titles and representative genres of a report's movies, as far as they are known. */
public final class MovieGenres {

  /** How many genres the map shows at first, where nobody says which. */
  private static final int SHOWN = 2;

  private static final String NO_GENRE = "no genre";

  private final IdMap ids;
  private final Items items;
  private final Rule rule;
  private final RepresentativeGenres chosen;

  /** Takes items by the ids' rows, or null where nothing is known but the ids. */
  public MovieGenres(IdMap ids, Items items, Rule rule) {
    this.ids = ids;
    this.items = items;
    this.rule = rule;
    this.chosen = items == null ? null : RepresentativeGenres.of(items, rule);
  }

  /** Returns whether the movies' genres are. */
  public boolean areKnown() {
    return items != null;
  }

  /** Returns a model of these movies with their titles, where they are known. */
  public Model withTitles(Model model) {
    return items == null ? model : model.withTitles(Titles.list(items));
  }

  /** Returns an item's title, or a name made of its id. */
  String title(int row) {
    String title = items == null ? null : items.title(row);
    return title == null ? "item " + ids.id(row) : title;
  }

  /** Returns the names of the representative genres by row, or null where none are known. */
  public IntFunction<String> names() {
    return items == null ? null : row -> name(genre(row));
  }

  private String name(int genre) {
    return genre == Genre.NONE ? NO_GENRE : items.genres().names().get(genre);
  }

  /** Returns the index of an item's representative genre, or {@link Genre#NONE}. */
  int genre(int row) {
    return chosen == null ? Genre.NONE : chosen.genre(row);
  }

  /**
   * Returns the genres with the looks that they have in the report.
   *
   * @param wanted names or indices of those to show at first; the most frequent if empty
   * @throws InvalidInputException if one of them is unknown
   */
  public List<Genre> styled(List<String> wanted) {
    List<Genre.Count> counts = counts();
    List<Integer> shown =
        wanted.isEmpty()
            ? mostFrequent(counts)
            : wanted.stream().map(word -> find(counts, word)).distinct().toList();
    return Genre.styled(counts, shown);
  }

  private List<Genre.Count> counts() {
    if (items == null) {
      return List.of(new Genre.Count(Genre.NONE, "all movies", ids.size()));
    }
    List<Genre.Count> counts = new ArrayList<>();
    int[] numbers = chosen.counts();
    for (int genre = 0; genre < numbers.length; genre++) {
      counts.add(new Genre.Count(genre, items.genres().names().get(genre), numbers[genre]));
    }
    int without = chosen.rowsWithout().length;
    if (without > 0) {
      counts.add(new Genre.Count(Genre.NONE, NO_GENRE, without));
    }
    return counts;
  }

  private static List<Integer> mostFrequent(List<Genre.Count> counts) {
    return counts.stream()
        .sorted(Comparator.comparingInt(Genre.Count::count).reversed())
        .limit(SHOWN)
        .map(Genre.Count::index)
        .sorted()
        .toList();
  }

  private static int find(List<Genre.Count> counts, String word) {
    return counts.stream()
        .filter(
            genre ->
                genre.name().equalsIgnoreCase(word) || word.equals(String.valueOf(genre.index())))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "--genres-shown: found '"
                        + word
                        + "', expected names or indices of genres: "
                        + String.join(", ", listed(counts))))
        .index();
  }

  private static List<String> listed(List<Genre.Count> counts) {
    return counts.stream().map(genre -> genre.index() + " " + genre.name()).toList();
  }

  /** Says in a line what the counts are of. */
  public String summary() {
    if (items == null) {
      return "no --items, so neither titles nor genres are known";
    }
    return String.format(
        Locale.ROOT,
        "%d movies; %d have several genres, of which the rule '%s' chose one; %d have none%s",
        ids.size(),
        chosen.rowsWithSeveral(),
        rule.name().toLowerCase(Locale.ROOT),
        chosen.rowsWithout().length,
        untitled());
  }

  private String untitled() {
    long count = IntStream.range(0, ids.size()).filter(row -> items.title(row) == null).count();
    return count == 0 ? "" : "; " + count + " are not in the items file";
  }
}
