package io.gravmf.data.items;

/**
 * NumPy's default {@code argsort} of flags, to the order of its ties: a quicksort that takes the
 * median of three, and insertion sort for 16 elements and fewer ({@code aquicksort_} of {@code
 * numpy/core/src/npysort/quicksort.cpp}).
 *
 * <p>That is the algorithm of NumPy before 1.25, and of later ones on processors for which they
 * bring no vectorised sort; the vectorised sorts order ties otherwise. Its switch to heapsort,
 * which guards against a quadratic time, is left out: it comes after {@code 2 log2(n)} partitions
 * in each other, which so few flags never need.
 */
final class NumpyArgsort {

  private static final int SMALL = 15;

  private final boolean[] flags;
  private final int[] order;

  private NumpyArgsort(boolean[] flags) {
    this.flags = flags;
    order = new int[flags.length];
    for (int k = 0; k < order.length; k++) {
      order[k] = k;
    }
  }

  /** Returns the last place of the flags' order: one that is set, if any is. */
  static int last(boolean[] flags) {
    NumpyArgsort sort = new NumpyArgsort(flags);
    sort.sort(0, flags.length - 1);
    return sort.order[flags.length - 1];
  }

  private void sort(int from, int to) {
    int left = from;
    int right = to;
    while (right - left > SMALL) {
      int middle = partition(left, right);
      // Parts do not touch, so their order in time does not matter.
      sort(left, middle - 1);
      left = middle + 1;
    }
    insertionSort(left, right);
  }

  /** Returns the pivot's place. */
  private int partition(int left, int right) {
    int middle = left + ((right - left) >> 1);
    swapIfLess(middle, left);
    swapIfLess(right, middle);
    swapIfLess(middle, left);
    boolean pivot = flags[order[middle]];
    int up = left;
    int down = right - 1;
    swap(middle, down);
    while (true) {
      do {
        up++;
      } while (less(flags[order[up]], pivot));
      do {
        down--;
      } while (less(pivot, flags[order[down]]));
      if (up >= down) {
        break;
      }
      swap(up, down);
    }
    swap(up, right - 1);
    return up;
  }

  private void insertionSort(int left, int right) {
    for (int k = left + 1; k <= right; k++) {
      int moved = order[k];
      int hole = k;
      while (hole > left && less(flags[moved], flags[order[hole - 1]])) {
        order[hole] = order[hole - 1];
        hole--;
      }
      order[hole] = moved;
    }
  }

  private void swapIfLess(int first, int second) {
    if (less(flags[order[first]], flags[order[second]])) {
      swap(first, second);
    }
  }

  private void swap(int first, int second) {
    int kept = order[first];
    order[first] = order[second];
    order[second] = kept;
  }

  private static boolean less(boolean first, boolean second) {
    return !first && second;
  }
}
