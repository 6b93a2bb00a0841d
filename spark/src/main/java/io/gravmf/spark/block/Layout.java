package io.gravmf.spark.block;

import io.gravmf.solve.Gram;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How one side's rows are divided: into segments, which depend on the ratings alone and which every
 * sum over rows is made of, and into blocks of whole consecutive segments, one a task.
 *
 * <p>The engine's Gram matrix is a sum of at most 16 chunks of rows. A segment is such a chunk, or
 * some of its pieces of {@link Gram#PIECE} rows where it has very many rows or ratings: so sums are
 * the single machine's, up to the order in which float64 sums of pieces are added in chunks of
 * several segments.
 */
public final class Layout implements Serializable {

  private static final long serialVersionUID = 1;

  /** The number of the users' side. */
  public static final int USERS = 0;

  /** The number of the items' side. */
  public static final int ITEMS = 1;

  /** Rows of a segment; a power of two of pieces. */
  private static final int MAX_ROWS = 512 * Gram.PIECE;

  /** Ratings of a segment beyond which no further piece joins it. */
  private static final int MAX_RATINGS = 1 << 22;

  /** The driver's alone: it can be large, and tasks count what they have. */
  private final transient int[] counts;

  private final int rows;
  private final long ratings;
  private final int[] segmentStarts;

  /** By chunk of the Gram matrix, its first segment; last the number of segments. */
  private final int[] chunkSegments;

  /** By block, its first segment; last the number of segments. */
  private final int[] blockSegments;

  /**
   * Divides rows.
   *
   * @param counts each row's ratings
   * @param blocks how many are wanted; there are no more than segments
   */
  public Layout(int[] counts, int blocks) {
    this.counts = counts;
    rows = counts.length;
    ratings = Arrays.stream(counts).asLongStream().sum();
    int chunks = Gram.chunks(counts.length);
    int[] starts = new int[counts.length + 1];
    chunkSegments = new int[chunks + 1];
    int segments = 0;
    for (int chunk = 0; chunk < chunks; chunk++) {
      int end = Gram.chunkStart(counts.length, chunk + 1);
      long held = 0;
      starts[segments++] = Gram.chunkStart(counts.length, chunk);
      for (int row = starts[segments - 1]; row < end; row += Gram.PIECE) {
        long piece =
            IntStream.range(row, Math.min(end, row + Gram.PIECE)).mapToLong(k -> counts[k]).sum();
        int rows = row - starts[segments - 1];
        if (rows > 0 && (rows == MAX_ROWS || held + piece > MAX_RATINGS)) {
          starts[segments++] = row;
          held = 0;
        }
        held += piece;
      }
      chunkSegments[chunk + 1] = segments;
    }
    starts[segments] = counts.length;
    segmentStarts = Arrays.copyOf(starts, segments + 1);
    blockSegments = blocks(Math.max(1, Math.min(blocks, segments)));
  }

  /** Cuts the segments into runs of about equally many ratings. */
  private int[] blocks(int blocks) {
    int[] first = new int[blocks + 1];
    long held = 0;
    int segment = 0;
    for (int block = 0; block < blocks; block++) {
      first[block] = segment;
      // Every block behind this one needs a segment too.
      int most = segments() - (blocks - block - 1);
      do {
        held += ratingsOf(segment++);
      } while (segment < most
          && held + ratingsOf(segment) / 2 < ratings * (block + 1) / (double) blocks);
    }
    first[blocks] = segments();
    return first;
  }

  private long ratingsOf(int segment) {
    long sum = 0;
    for (int row = segmentStarts[segment]; row < segmentStarts[segment + 1]; row++) {
      sum += counts[row];
    }
    return sum;
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows;
  }

  /** Returns the number of ratings. */
  public long ratings() {
    return ratings;
  }

  /** Returns how many rows have 0, 1, … {@code most} ratings and, last, more. */
  public long[] rowsByCount(int most) {
    long[] rows = new long[most + 2];
    for (int count : counts) {
      rows[Math.min(count, most + 1)]++;
    }
    return rows;
  }

  /** Returns the number of segments. */
  public int segments() {
    return segmentStarts.length - 1;
  }

  /** Returns the first segment of each of the Gram matrix's chunks, and last their number. */
  public int[] chunkSegments() {
    return chunkSegments;
  }

  /** Returns the number of blocks. */
  public int blocks() {
    return blockSegments.length - 1;
  }

  /** Returns the first segment of a block; of the number of blocks, the number of segments. */
  public int firstSegment(int block) {
    return blockSegments[block];
  }

  /** Returns the first row of a block; of the number of blocks, the number of rows. */
  public int firstRow(int block) {
    return segmentStarts[blockSegments[block]];
  }

  /** Returns where a block's segments begin, by its own rows, and last the number of these. */
  public int[] segmentsOf(int block) {
    int first = firstRow(block);
    return IntStream.rangeClosed(blockSegments[block], blockSegments[block + 1])
        .map(segment -> segmentStarts[segment] - first)
        .toArray();
  }

  /** Returns the first row of every block, and last the number of rows. */
  public int[] blockRows() {
    return IntStream.rangeClosed(0, blocks()).map(this::firstRow).toArray();
  }
}
