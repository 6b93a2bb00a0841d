package io.gravmf.spark.block;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Ids, ascending, and how many ratings each has. */
public final class IdCounts implements Serializable {

  private static final long serialVersionUID = 1;

  private final Ids ids;
  private final int[] counts;

  /** Wraps ids, strictly ascending, and their counts. */
  public IdCounts(Ids ids, int[] counts) {
    this.ids = ids;
    this.counts = counts;
  }

  /** Returns the ids. */
  public Ids ids() {
    return ids;
  }

  /** Returns the counts; do not write to them. */
  public int[] counts() {
    return counts;
  }

  /** Counts a column. */
  public static IdCounts of(Ids column) {
    int[] ones = new int[column.size()];
    Arrays.fill(ones, 1);
    return merge(List.of(new IdCounts(column, ones)));
  }

  /** Adds up counts, of ids in any order. */
  public static IdCounts merge(List<IdCounts> parts) {
    return parts.get(0).ids.areTexts() ? mergeTexts(parts) : mergeNumbers(parts);
  }

  private static IdCounts mergeNumbers(List<IdCounts> parts) {
    long[] pairs = new long[parts.stream().mapToInt(part -> part.counts.length).sum()];
    int size = 0;
    for (IdCounts part : parts) {
      for (int k = 0; k < part.counts.length; k++) {
        pairs[size++] = (long) part.ids.number(k) << Integer.SIZE | part.counts[k];
      }
    }
    Arrays.sort(pairs);
    int[] ids = new int[size];
    int[] counts = new int[size];
    int distinct = 0;
    for (long pair : pairs) {
      int id = (int) (pair >> Integer.SIZE);
      if (distinct == 0 || ids[distinct - 1] != id) {
        ids[distinct++] = id;
      }
      counts[distinct - 1] = Math.addExact(counts[distinct - 1], (int) pair);
    }
    return new IdCounts(Ids.of(Arrays.copyOf(ids, distinct)), Arrays.copyOf(counts, distinct));
  }

  private static IdCounts mergeTexts(List<IdCounts> parts) {
    Map<String, Integer> sums = new TreeMap<>();
    for (IdCounts part : parts) {
      for (int k = 0; k < part.counts.length; k++) {
        sums.merge(part.ids.text(k), part.counts[k], Math::addExact);
      }
    }
    return new IdCounts(
        Ids.of(sums.keySet().toArray(String[]::new)),
        sums.values().stream().mapToInt(Integer::intValue).toArray());
  }

  /** Divides the ids by a hash; what has none is left out. */
  public List<Bucket> buckets(int buckets) {
    List<List<Integer>> places = new ArrayList<>();
    for (int bucket = 0; bucket < buckets; bucket++) {
      places.add(new ArrayList<>());
    }
    for (int k = 0; k < counts.length; k++) {
      places.get(Math.floorMod(31 * ids.get(k).hashCode(), buckets)).add(k);
    }
    List<Bucket> parts = new ArrayList<>();
    for (int bucket = 0; bucket < buckets; bucket++) {
      if (!places.get(bucket).isEmpty()) {
        int[] of = places.get(bucket).stream().mapToInt(Integer::intValue).toArray();
        parts.add(new Bucket(bucket, select(of)));
      }
    }
    return parts;
  }

  /**
   * Some of the ids.
   *
   * @param number of the bucket
   * @param part the ids in it
   */
  public record Bucket(int number, IdCounts part) {}

  private IdCounts select(int[] places) {
    int[] selected = Arrays.stream(places).map(k -> counts[k]).toArray();
    Ids part =
        ids.areTexts()
            ? Ids.of(Arrays.stream(places).mapToObj(ids::text).toArray(String[]::new))
            : Ids.of(Arrays.stream(places).map(ids::number).toArray());
    return new IdCounts(part, selected);
  }
}
