package io.gravmf.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers ids in the order of their first appearance, and at the end gives their {@link IdMap} and
 * the row of each number.
 *
 * <p>Ids are taken as integers until one is not; then as text. Small integers are found in an array
 * by themselves, others in a hash table of primitives. Where somebody has chosen ids that collide
 * there, a {@link HashMap} takes its place, whose buckets become trees: no choice of ids makes this
 * quadratic.
 */
public final class IdInterner {

  private static final int EMPTY = -1;

  /** Integers below are places in an array. */
  private static final int SMALL = 1 << 20;

  /** Half-full tables of unrelated ids have no runs near as long. */
  private static final int LONGEST_RUN = 256;

  private long[] ids = new long[1024];
  private int count;
  private int integers;
  private int[] small = emptyTable(4096);
  private int[] table = emptyTable(4096);
  private int hashed;
  private Map<Long, Integer> collided;
  private Map<String, Integer> texts;

  private static int[] emptyTable(int size) {
    int[] table = new int[size];
    Arrays.fill(table, EMPTY);
    return table;
  }

  /** Returns how many ids there are. */
  public int count() {
    return count;
  }

  /** Returns how many of them are integers. */
  public int integers() {
    return integers;
  }

  /** Returns whether all ids are text. */
  public boolean isText() {
    return texts != null;
  }

  /** Returns the number of an integer id. */
  public int number(long id) {
    if (texts == null && id >= 0 && id < small.length) {
      int number = small[(int) id];
      return number != EMPTY ? number : addSmall(id);
    }
    return numberOf(id);
  }

  private int numberOf(long id) {
    if (texts != null) {
      return number(Long.toString(id));
    }
    if (id >= 0 && id < SMALL) {
      int size = Integer.highestOneBit((int) id) << 1;
      int[] larger = emptyTable(size);
      System.arraycopy(small, 0, larger, 0, small.length);
      small = larger;
      return addSmall(id);
    }
    if (collided != null) {
      Integer known = collided.putIfAbsent(id, count);
      return known != null ? known : add(id);
    }
    int run = 0;
    int slot = slot(id);
    while (table[slot] != EMPTY) {
      if (ids[table[slot]] == id) {
        return table[slot];
      }
      slot = slot + 1 & table.length - 1;
      if (++run == LONGEST_RUN) {
        collide();
        return numberOf(id);
      }
    }
    table[slot] = count;
    int number = add(id);
    if (2 * ++hashed > table.length) {
      rehash();
    }
    return number;
  }

  private int addSmall(long id) {
    small[(int) id] = count;
    return add(id);
  }

  private int add(long id) {
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, 2 * count);
    }
    ids[count] = id;
    integers++;
    return count++;
  }

  /** Returns the number of an id that is not an integer; from then on all ids are text. */
  public int number(String id) {
    if (texts == null) {
      texts = new HashMap<>();
      for (int k = 0; k < count; k++) {
        texts.put(Long.toString(ids[k]), k);
      }
      ids = null;
      small = null;
      table = null;
      collided = null;
    }
    Integer known = texts.putIfAbsent(id, count);
    if (known != null) {
      return known;
    }
    integers += IntegerIds.parse(id) == Long.MIN_VALUE ? 0 : 1;
    return count++;
  }

  /** Takes the highest bits of a product (Knuth 6.4), which depend on all bits of the id. */
  private int slot(long id) {
    return (int) ((id * 0x9E3779B97F4A7C15L) >>> (Long.numberOfLeadingZeros(table.length) + 1));
  }

  private void rehash() {
    table = emptyTable(2 * table.length);
    for (int k = 0; k < count; k++) {
      if (isHashed(ids[k])) {
        int slot = slot(ids[k]);
        int run = 0;
        while (table[slot] != EMPTY) {
          slot = slot + 1 & table.length - 1;
          if (++run == LONGEST_RUN) {
            collide();
            return;
          }
        }
        table[slot] = k;
      }
    }
  }

  private static boolean isHashed(long id) {
    return id < 0 || id >= SMALL;
  }

  private void collide() {
    collided = new HashMap<>();
    for (int k = 0; k < count; k++) {
      if (isHashed(ids[k])) {
        collided.put(ids[k], k);
      }
    }
    table = null;
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
