package io.gravmf.random;

/**
 * Philox4x32-10 (Salmon, Moraes, Dror &amp; Shaw 2011, "Parallel Random Numbers: As Easy as 1, 2,
 * 3"): a key of 64 bits and a counter of 128 bits give 128 random bits, without a state.
 */
public final class Philox {

  /** Numbers of 32 bits that one counter gives. */
  public static final int WORDS = 4;

  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final long LOW = 0xFFFFFFFFL;

  private Philox() {}

  /**
   * Writes the four words of a counter.
   *
   * @param key its low half is the algorithm's first word
   * @param c0 the counter's first word, and so on
   * @param out receives {@link #WORDS} words
   */
  public static void block(long key, int c0, int c1, int c2, int c3, int[] out) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    int x0 = c0;
    int x1 = c1;
    int x2 = c2;
    int x3 = c3;
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (x0 & LOW) * MULTIPLIER_0;
      long p1 = (x2 & LOW) * MULTIPLIER_1;
      x0 = (int) (p1 >>> 32) ^ x1 ^ k0;
      x1 = (int) p1;
      x2 = (int) (p0 >>> 32) ^ x3 ^ k1;
      x3 = (int) p0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    out[0] = x0;
    out[1] = x1;
    out[2] = x2;
    out[3] = x3;
  }
}
