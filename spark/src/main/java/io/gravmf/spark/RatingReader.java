package io.gravmf.spark;

import io.gravmf.spark.block.Ids;
import io.gravmf.spark.block.RatingChunk;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** Turns a partition of rows (user, item, rating), as {@link Columns} checks them, into arrays. */
final class RatingReader implements FlatMapFunction<Iterator<Row>, RatingChunk> {

  private static final long serialVersionUID = 1;

  @Override
  public Iterator<RatingChunk> call(Iterator<Row> rows) {
    IdColumn user = null;
    IdColumn item = null;
    float[] values = new float[1024];
    int size = 0;
    while (rows.hasNext()) {
      Row row = rows.next();
      if (user == null) {
        user = new IdColumn(row.get(0));
        item = new IdColumn(row.get(1));
      }
      user.add(row.get(0));
      item.add(row.get(1));
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = row.getFloat(2);
    }
    if (user == null) {
      return List.<RatingChunk>of().iterator();
    }
    return List.of(new RatingChunk(user.ids(), item.ids(), Arrays.copyOf(values, size))).iterator();
  }

  /** A column that grows. */
  private static final class IdColumn {
    private int[] numbers;
    private String[] texts;
    private int size;

    IdColumn(Object first) {
      if (first instanceof String) {
        texts = new String[1024];
      } else {
        numbers = new int[1024];
      }
    }

    void add(Object id) {
      if (texts == null) {
        if (size == numbers.length) {
          numbers = Arrays.copyOf(numbers, 2 * size);
        }
        numbers[size++] = (Integer) id;
      } else {
        if (size == texts.length) {
          texts = Arrays.copyOf(texts, 2 * size);
        }
        texts[size++] = (String) id;
      }
    }

    Ids ids() {
      return texts == null
          ? Ids.of(Arrays.copyOf(numbers, size))
          : Ids.of(Arrays.copyOf(texts, size));
    }
  }
}
