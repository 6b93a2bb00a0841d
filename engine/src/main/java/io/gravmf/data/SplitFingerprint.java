package io.gravmf.data;

import java.util.HexFormat;
import java.util.Optional;

/**
 * Tells the two parts of a split from other ratings. A part's number is the sum, modulo 2^64, of a
 * hash of each of its ratings, so it does not depend on their order, and the sum of both is that of
 * the whole file. Times are no part of it. It finds accidents, not forgeries.
 *
 * @param train of the ratings trained on
 * @param validation of the ratings held out; 0 where there are none
 */
public record SplitFingerprint(long train, long validation) {

  /** Returns the fingerprint of a split. */
  public static SplitFingerprint of(Split split) {
    return new SplitFingerprint(of(split.train()), of(split.validation()));
  }

  /** Returns the number of some ratings, whose rows must be those of the same ids to compare. */
  public static long of(Ratings ratings) {
    long sum = 0;
    for (int k = 0; k < ratings.size(); k++) {
      sum += of(ratings.users()[k], ratings.items()[k], ratings.values()[k]);
    }
    return sum;
  }

  /** Returns the number of one rating. */
  public static long of(int user, int item, float value) {
    long hash = mix(user + 1L);
    hash = mix(hash ^ item);
    return mix(hash ^ Float.floatToIntBits(value));
  }

  /** Returns that of both parts together. */
  public long whole() {
    return train + validation;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014, section 4). */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Returns the two numbers as text. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(train) + "+" + hex.toHexDigits(validation);
  }

  /** Reads what {@link #toString} gives; empty where a text is something else. */
  public static Optional<SplitFingerprint> parse(String text) {
    if (!text.matches("[0-9a-f]{16}\\+[0-9a-f]{16}")) {
      return Optional.empty();
    }
    return Optional.of(
        new SplitFingerprint(
            HexFormat.fromHexDigitsToLong(text, 0, 16),
            HexFormat.fromHexDigitsToLong(text, 17, 33)));
  }
}
