package io.gravmf.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntFunction;

/** Finds the names most like one that does not exist, to suggest them. */
public final class NearestNames {

  /** More of a name than this is not compared: the time is that of the product of two lengths. */
  private static final int LONGEST = 256;

  private NearestNames() {}

  /** A candidate. */
  private record Candidate(int row, int distance) {}

  /** The worst first. */
  private static final Comparator<Candidate> WORST =
      Comparator.comparingInt(Candidate::distance).thenComparingInt(Candidate::row).reversed();

  /**
   * Returns the rows of the names of the smallest edit distance, nearest first, equals by ascending
   * row.
   *
   * @param wanted the name that was asked for
   * @param size how many names there are
   * @param name gives a row's name, or null where it has none
   * @param count how many rows to return, fewer where there are not so many names
   */
  public static List<Integer> find(String wanted, int size, IntFunction<String> name, int count) {
    PriorityQueue<Candidate> nearest = new PriorityQueue<>(count + 1, WORST);
    for (int row = 0; row < size; row++) {
      String candidate = name.apply(row);
      if (candidate == null) {
        continue;
      }
      int limit = nearest.size() < count ? Integer.MAX_VALUE : nearest.element().distance();
      // As many edits at least as the lengths differ by.
      if (Math.abs(start(candidate).length() - start(wanted).length()) < limit) {
        int distance = distance(wanted, candidate);
        if (distance < limit) {
          nearest.add(new Candidate(row, distance));
          if (nearest.size() > count) {
            nearest.remove();
          }
        }
      }
    }
    List<Integer> rows = new ArrayList<>();
    while (!nearest.isEmpty()) {
      rows.add(nearest.remove().row());
    }
    Collections.reverse(rows);
    return rows;
  }

  /**
   * Returns how many characters must be inserted, removed, replaced or exchanged with their
   * neighbour to make one text of another (Damerau 1964; no part is edited twice).
   */
  static int distance(String first, String second) {
    return editDistance(start(first), start(second));
  }

  private static String start(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST);
  }

  private static int editDistance(String first, String second) {
    int[] twoBefore = new int[second.length() + 1];
    int[] before = new int[second.length() + 1];
    int[] row = new int[second.length() + 1];
    for (int j = 0; j < before.length; j++) {
      before[j] = j;
    }
    for (int i = 1; i <= first.length(); i++) {
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        boolean same = first.charAt(i - 1) == second.charAt(j - 1);
        row[j] = Math.min(Math.min(before[j], row[j - 1]) + 1, before[j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && first.charAt(i - 1) == second.charAt(j - 2)
            && first.charAt(i - 2) == second.charAt(j - 1)) {
          row[j] = Math.min(row[j], twoBefore[j - 2] + 1);
        }
      }
      int[] free = twoBefore;
      twoBefore = before;
      before = row;
      row = free;
    }
    return before[second.length()];
  }
}
