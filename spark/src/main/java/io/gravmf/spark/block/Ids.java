package io.gravmf.spark.block;

import io.gravmf.data.DenseIds;
import io.gravmf.data.IdMap;
import io.gravmf.data.IntegerIds;
import io.gravmf.data.StringIds;
import java.io.Serializable;
import java.util.Arrays;

/** Ids of users or items, all integers or all text: a column of ratings, or a side's rows. */
public final class Ids implements Serializable {

  private static final long serialVersionUID = 1;

  private final int[] numbers;
  private final String[] texts;

  private Ids(int[] numbers, String[] texts) {
    this.numbers = numbers;
    this.texts = texts;
  }

  /** Wraps integers; held, not copied. */
  public static Ids of(int[] numbers) {
    return new Ids(numbers, null);
  }

  /** Wraps texts; held, not copied. */
  public static Ids of(String[] texts) {
    return new Ids(null, texts);
  }

  /** Returns the ids of an engine's model in the order of its rows. */
  public static Ids of(IdMap map) {
    String[] texts = new String[map.size()];
    Arrays.setAll(texts, map::id);
    if (!(map instanceof StringIds)) {
      int[] numbers = new int[texts.length];
      for (int row = 0; row < numbers.length; row++) {
        long id = Long.parseLong(texts[row]);
        if (id != (int) id) {
          return of(texts);
        }
        numbers[row] = (int) id;
      }
      return of(numbers);
    }
    return of(texts);
  }

  /** Returns these ids, which ascend, as the engine knows them. */
  public IdMap toMap() {
    if (texts != null) {
      return new StringIds(texts);
    }
    boolean dense = numbers.length > 0 && numbers[0] == 1 && numbers[size() - 1] == size();
    return dense
        ? new DenseIds(size())
        : new IntegerIds(Arrays.stream(numbers).asLongStream().toArray());
  }

  /** Returns how many there are. */
  public int size() {
    return texts == null ? numbers.length : texts.length;
  }

  /** Returns whether they are text. */
  public boolean areTexts() {
    return texts != null;
  }

  /** Returns one of them, an Integer or a String. */
  public Object get(int k) {
    return texts == null ? (Object) numbers[k] : texts[k];
  }

  int number(int k) {
    return numbers[k];
  }

  String text(int k) {
    return texts[k];
  }

  /**
   * Returns the row of each of these ids.
   *
   * @param ascending the rows' ids; all of these are among them
   * @throws IllegalStateException if one is not, as where the ratings change while they are read
   */
  public int[] rowsIn(Ids ascending) {
    int[] rows = new int[size()];
    for (int k = 0; k < rows.length; k++) {
      rows[k] =
          texts == null
              ? Arrays.binarySearch(ascending.numbers, numbers[k])
              : Arrays.binarySearch(ascending.texts, texts[k]);
      if (rows[k] < 0) {
        throw new IllegalStateException(
            "the ratings have changed since their ids were counted: found " + get(k));
      }
    }
    return rows;
  }
}
