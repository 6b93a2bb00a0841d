package io.gravmf.random;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * The numbers of one seed, stream and sweep one behind the other, for samplers that take as many as
 * they need: those of the counters (0, 0, sweep, stream), (1, 0, sweep, stream) and so on.
 */
public final class PhiloxSource implements UniformRandomProvider {

  private final long seed;
  private final int stream;
  private final int sweep;
  private final int[] words = new int[Philox.WORDS];
  private int counter;
  private int used = Philox.WORDS;

  /** Begins a sequence; equal arguments give equal ones. */
  public PhiloxSource(long seed, Stream stream, int sweep) {
    this.seed = seed;
    this.stream = stream.number();
    this.sweep = sweep;
  }

  @Override
  public int nextInt() {
    if (used == Philox.WORDS) {
      Philox.block(seed, counter++, 0, sweep, stream, words);
      used = 0;
    }
    return words[used++];
  }

  @Override
  public long nextLong() {
    long high = nextInt();
    return high << 32 | Integer.toUnsignedLong(nextInt());
  }
}
