package io.gravmf.cli.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A genre and how its movies are drawn.
 *
 * @param index its index in the genres' file, or {@link #NONE}
 * @param name its name
 * @param count how many movies it represents
 * @param color its colour, {@code #rrggbb}
 * @param symbol its marker, by plotly.js' name
 * @param shown whether it is shown at first
 */
public record Genre(int index, String name, int count, String color, String symbol, boolean shown) {

  /** The index of what has no genre. */
  public static final int NONE = -1;

  /**
   * Okabe and Ito's colours, which colour-blind people can tell apart, without the black and the
   * yellow, which vanish on a dark or a white page.
   */
  private static final List<String> COLOURS =
      List.of("#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7");

  /** Without plotly.js' x, which it draws by a character that many fonts lack. */
  private static final List<String> SYMBOLS =
      List.of("circle", "diamond", "square", "cross", "circle-open", "diamond-open", "square-open");

  /** A genre before it has a look. */
  public record Count(int index, String name, int count) {}

  /**
   * Gives every genre a pair of colour and marker that no other has, up to 42 of them. Those shown
   * at first come first, so that they differ in both.
   *
   * @param shown indices of the genres to show at first
   */
  public static List<Genre> styled(List<Count> counts, List<Integer> shown) {
    List<Integer> places = new ArrayList<>(shown);
    counts.stream().map(Count::index).filter(index -> !shown.contains(index)).forEach(places::add);
    return counts.stream()
        .map(
            count -> {
              int place = places.indexOf(count.index());
              return new Genre(
                  count.index(),
                  count.name(),
                  count.count(),
                  COLOURS.get(place % COLOURS.size()),
                  SYMBOLS.get(place % SYMBOLS.size()),
                  shown.contains(count.index()));
            })
        .toList();
  }
}
