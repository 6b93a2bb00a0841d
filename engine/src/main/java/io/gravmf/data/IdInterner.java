package io.gravmf.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers ids in the order of their first appearance, and at the end gives their {@link IdMap} and
 * the row of each number.
 *
 * <p>Ids are taken as integers, in a hash table of primitives, until one is not; then as text.
 */
public final class IdInterner {

  private static final int EMPTY = -1;

  private long[] ids = new long[1024];
  private int count;
  private int[] table = emptyTable(4096);
  private Map<String, Integer> texts;

  private static int[] emptyTable(int size) {
    int[] table = new int[size];
    Arrays.fill(table, EMPTY);
    return table;
  }

  public int count() {
    return count;
  }

  public boolean isText() {
    return texts != null;
  }

  /** Returns the number of an integer id. */
  public int number(long id) {
    if (texts != null) {
      return number(Long.toString(id));
    }
    int slot = slot(id);
    while (table[slot] != EMPTY) {
      if (ids[table[slot]] == id) {
        return table[slot];
      }
      slot = slot + 1 & table.length - 1;
    }
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, 2 * count);
    }
    ids[count] = id;
    table[slot] = count;
    if (2 * ++count > table.length) {
      rehash();
    }
    return count - 1;
  }

  /** Returns the number of an id that is not an integer; from then on all ids are text. */
  public int number(String id) {
    if (texts == null) {
      texts = new HashMap<>();
      for (int k = 0; k < count; k++) {
        texts.put(Long.toString(ids[k]), k);
      }
      ids = null;
      table = null;
    }
    Integer known = texts.putIfAbsent(id, count);
    return known != null ? known : count++;
  }

  private int slot(long id) {
    long mixed = id * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & table.length - 1;
  }

  private void rehash() {
    table = emptyTable(2 * table.length);
    for (int k = 0; k < count; k++) {
      int slot = slot(ids[k]);
      while (table[slot] != EMPTY) {
        slot = slot + 1 & table.length - 1;
      }
      table[slot] = k;
    }
  }

  /** Returns the ids' map: dense, ascending integers, or ascending text. */
  public IdMap toMap() {
    if (texts != null) {
      String[] ascending = texts.keySet().toArray(String[]::new);
      Arrays.sort(ascending);
      return new StringIds(ascending);
    }
    long[] ascending = Arrays.copyOf(ids, count);
    Arrays.sort(ascending);
    boolean dense = count > 0 && ascending[0] == 1 && ascending[count - 1] == count;
    return dense ? new DenseIds(count) : new IntegerIds(ascending);
  }

  /** Returns, for each number, the row of its id in a map, or -1 where the map does not know it. */
  public int[] rows(IdMap map) {
    int[] rows = new int[count];
    if (texts != null) {
      texts.forEach((id, number) -> rows[number] = map.row(id));
    } else {
      for (int k = 0; k < count; k++) {
        rows[k] =
            map instanceof IntegerIds sparse ? sparse.row(ids[k]) : map.row(Long.toString(ids[k]));
      }
    }
    return rows;
  }
}
