package io.gravmf.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The k best of the items offered so far: a binary heap with the worst of them at its root.
 *
 * <p>Items are offered in ascending order, so that of equal scores the earlier item is the better
 * one: a later item has to beat the root, not to equal it.
 */
final class BestItems {

  private final int[] items;
  private final float[] scores;
  private int size;

  BestItems(int k) {
    items = new int[k];
    scores = new float[k];
  }

  /** Returns whether an item of this score would be kept; one that is not a number is not. */
  boolean wants(float score) {
    return size < items.length ? !Float.isNaN(score) : score > scores[0];
  }

  /** Adds a wanted item that comes after all those added before. */
  void add(int item, float score) {
    if (size < items.length) {
      up(size++, item, score);
    } else {
      down(0, item, score);
    }
  }

  /** Whether the one at a place is worse than another. */
  private boolean isWorse(int at, int item, float score) {
    return scores[at] < score || (scores[at] == score && items[at] > item);
  }

  private void up(int from, int item, float score) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) / 2;
      if (isWorse(parent, item, score)) {
        break;
      }
      put(at, items[parent], scores[parent]);
      at = parent;
    }
    put(at, item, score);
  }

  private void down(int from, int item, float score) {
    int at = from;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && isWorse(child + 1, items[child], scores[child])) {
        child++;
      }
      if (!isWorse(child, item, score)) {
        break;
      }
      put(at, items[child], scores[child]);
      at = child;
    }
    put(at, item, score);
  }

  private void put(int at, int item, float score) {
    items[at] = item;
    scores[at] = score;
  }

  /**
   * Empties the heap into a list, best first.
   *
   * @param offset added to each score
   */
  List<ScoredItem> drain(double offset) {
    List<ScoredItem> ranked = new ArrayList<>(size);
    while (size > 0) {
      ranked.add(new ScoredItem(items[0], (float) (offset + scores[0])));
      size--;
      if (size > 0) {
        down(0, items[size], scores[size]);
      }
    }
    Collections.reverse(ranked);
    return ranked;
  }
}
