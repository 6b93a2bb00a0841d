package io.gravmf.embedding.force;

import io.gravmf.embedding.layout.Layout;
import java.util.Arrays;

/**
 * Sorts points along the Z-order curve (Morton 1966): the keys interleave the bits of the
 * coordinates, so that the points of every cell of a quadtree or octree are next to each other.
 */
final class MortonOrder {

  private static final int DIGIT_BITS = 8;
  private static final int DIGITS = 1 << DIGIT_BITS;

  /** Bits of a key for each axis. */
  final int levels;

  private final int points;
  private final int dimensions;
  private long[] keys;
  private long[] otherKeys;
  private int[] order;
  private int[] otherOrder;
  private float width;

  MortonOrder(int points, int dimensions) {
    this.points = points;
    this.dimensions = dimensions;
    levels = Long.SIZE / dimensions - (dimensions == 2 ? 1 : 0);
    keys = new long[points];
    otherKeys = new long[points];
    order = new int[points];
    otherOrder = new int[points];
  }

  /** Sorts; points with equal keys keep the order of their numbers. */
  void sort(Layout layout) {
    float[] low = new float[dimensions];
    width = 0;
    for (int axis = 0; axis < dimensions; axis++) {
      float[] from = layout.axis(axis);
      float least = from[0];
      float most = from[0];
      for (int i = 1; i < points; i++) {
        least = Math.min(least, from[i]);
        most = Math.max(most, from[i]);
      }
      low[axis] = least;
      width = Math.max(width, most - least);
    }
    double scale = width > 0 ? (1L << levels) / (double) width : 0;
    long last = (1L << levels) - 1;
    for (int i = 0; i < points; i++) {
      long key = 0;
      for (int axis = 0; axis < dimensions; axis++) {
        long cell = Math.min(last, (long) ((layout.axis(axis)[i] - low[axis]) * scale));
        key |= spread(cell) << axis;
      }
      keys[i] = key;
      order[i] = i;
    }
    radixSort();
  }

  private long spread(long bits) {
    return dimensions == 2 ? spreadByTwo(bits) : spreadByThree(bits);
  }

  /** Puts a zero between any two of the low 31 bits. */
  private static long spreadByTwo(long bits) {
    long b = bits;
    b = (b | b << 16) & 0x0000ffff0000ffffL;
    b = (b | b << 8) & 0x00ff00ff00ff00ffL;
    b = (b | b << 4) & 0x0f0f0f0f0f0f0f0fL;
    b = (b | b << 2) & 0x3333333333333333L;
    return (b | b << 1) & 0x5555555555555555L;
  }

  /** Puts two zeros between any two of the low 21 bits. */
  private static long spreadByThree(long bits) {
    long b = bits;
    b = (b | b << 32) & 0x001f00000000ffffL;
    b = (b | b << 16) & 0x001f0000ff0000ffL;
    b = (b | b << 8) & 0x100f00f00f00f00fL;
    b = (b | b << 4) & 0x10c30c30c30c30c3L;
    return (b | b << 2) & 0x1249249249249249L;
  }

  private void radixSort() {
    int[] starts = new int[DIGITS];
    for (int shift = 0; shift < levels * dimensions; shift += DIGIT_BITS) {
      Arrays.fill(starts, 0);
      for (int i = 0; i < points; i++) {
        starts[(int) (keys[i] >>> shift) & (DIGITS - 1)]++;
      }
      int start = 0;
      for (int digit = 0; digit < DIGITS; digit++) {
        int count = starts[digit];
        starts[digit] = start;
        start += count;
      }
      for (int i = 0; i < points; i++) {
        int to = starts[(int) (keys[i] >>> shift) & (DIGITS - 1)]++;
        otherKeys[to] = keys[i];
        otherOrder[to] = order[i];
      }
      long[] swapKeys = keys;
      keys = otherKeys;
      otherKeys = swapKeys;
      int[] swapOrder = order;
      order = otherOrder;
      otherOrder = swapOrder;
    }
  }

  /** Returns the sorted keys. */
  long[] keys() {
    return keys;
  }

  /** Returns which point is k-th. */
  int[] order() {
    return order;
  }

  /** Returns the edge of the cube that encloses all points. */
  float width() {
    return width;
  }
}
