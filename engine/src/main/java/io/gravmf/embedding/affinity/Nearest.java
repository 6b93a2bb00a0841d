package io.gravmf.embedding.affinity;

import java.util.Arrays;

/** The nearest points offered so far: a binary heap with the farthest on top. */
final class Nearest {

  private final int[] points;
  private final float[] distances;
  private int size;

  Nearest(int capacity) {
    points = new int[capacity];
    distances = new float[capacity];
  }

  /**
   * Offers {@code count} points from {@code first} on, but not the query itself. Later calls have
   * later points, so that an equal distance never displaces an earlier point.
   */
  void offer(int query, int first, int count, float[] offered) {
    for (int k = 0; k < count; k++) {
      int point = first + k;
      if (size < points.length) {
        if (point != query) {
          rise(size++, point, offered[k]);
        }
      } else if (offered[k] < distances[0] && point != query) {
        sink(point, offered[k]);
      }
    }
  }

  private void rise(int hole, int point, float distance) {
    int at = hole;
    while (at > 0 && isFarther(distance, point, (at - 1) / 2)) {
      move((at - 1) / 2, at);
      at = (at - 1) / 2;
    }
    set(at, point, distance);
  }

  private void sink(int point, float distance) {
    int at = 0;
    int child = fartherChild(at);
    while (child >= 0 && !isFarther(distance, point, child)) {
      move(child, at);
      at = child;
      child = fartherChild(at);
    }
    set(at, point, distance);
  }

  private int fartherChild(int at) {
    int left = 2 * at + 1;
    if (left >= size) {
      return -1;
    }
    int right = left + 1;
    return right < size && isFarther(distances[right], points[right], left) ? right : left;
  }

  private boolean isFarther(float distance, int point, int than) {
    return distance > distances[than] || (distance == distances[than] && point > points[than]);
  }

  private void move(int from, int to) {
    set(to, points[from], distances[from]);
  }

  private void set(int at, int point, float distance) {
    points[at] = point;
    distances[at] = distance;
  }

  /** Copies the points, sorted by number, and their distances. */
  void copyByNumber(int[] toPoints, float[] toDistances, int at) {
    long[] pairs = new long[size];
    for (int k = 0; k < size; k++) {
      pairs[k] = (long) points[k] << Integer.SIZE | Float.floatToRawIntBits(distances[k]);
    }
    Arrays.sort(pairs);
    for (int k = 0; k < size; k++) {
      toPoints[at + k] = (int) (pairs[k] >>> Integer.SIZE);
      toDistances[at + k] = Float.intBitsToFloat((int) pairs[k]);
    }
  }
}
