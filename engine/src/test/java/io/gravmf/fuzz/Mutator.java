package io.gravmf.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes inputs that are almost right: seeds with a few of their bytes changed, moved or repeated.
 */
final class Mutator {

  /** Words of the formats, and what readers of numbers and text stumble over. */
  static final List<String> TOKENS =
      List.of(
          "\t",
          "::",
          ",",
          ";",
          "|",
          "\"",
          "\"\"",
          "\\\"",
          "\n",
          "\r\n",
          "\r",
          "\0",
          "\ufeff",
          "#",
          "%%",
          "-1",
          "0",
          "1e999",
          "-0.0",
          "NaN",
          "Infinity",
          "9223372036854775808",
          "4294967297",
          "2147483648",
          "1.5",
          "\u0661",
          "\u001b[2J",
          "{",
          "}",
          "[",
          "]",
          ":",
          "null",
          "true",
          "F64",
          "F32",
          "\"shape\"",
          "\"data_offsets\"",
          "__metadata__",
          "[0,0]",
          "[4294967296,4294967296]",
          "userId,movieId,rating",
          "sep=;",
          "%%MatrixMarket",
          "1:\n",
          "'descr'",
          "'<f4'",
          "'|O'",
          "(1,",
          "PK\u0003\u0004",
          "\u001f\u008b",
          "../../x",
          "crc32c",
          "\"dim\"",
          "gravmf-checkpoint-2");

  private final SplittableRandom random;

  Mutator(long seed) {
    random = new SplittableRandom(seed);
  }

  byte[] next(List<byte[]> seeds) {
    byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
    int changes = 1 + random.nextInt(1 << random.nextInt(5));
    for (int k = 0; k < changes; k++) {
      bytes = change(bytes, seeds);
    }
    return bytes;
  }

  private byte[] change(byte[] bytes, List<byte[]> seeds) {
    int at = random.nextInt(bytes.length + 1);
    int length = Math.min(bytes.length - at, 1 + random.nextInt(1 << random.nextInt(8)));
    byte[] part = Arrays.copyOfRange(bytes, at, at + length);
    return switch (random.nextInt(8)) {
      case 0 -> flipped(bytes, at);
      case 1 -> replaced(bytes, at, Math.min(1, length), new byte[] {(byte) random.nextInt(256)});
      case 2 -> replaced(bytes, at, length, new byte[0]);
      case 3 -> replaced(bytes, at, 0, part);
      case 4 -> replaced(bytes, at, random.nextInt(length + 1), token());
      case 5 -> Arrays.copyOf(bytes, at);
      case 6 -> number(bytes, at);
      default -> {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int from = random.nextInt(other.length + 1);
        int to = Math.min(other.length, from + 1 + random.nextInt(64));
        yield replaced(bytes, at, length, Arrays.copyOfRange(other, from, to));
      }
    };
  }

  private byte[] token() {
    String token = TOKENS.get(random.nextInt(TOKENS.size()));
    return token.getBytes(
        random.nextBoolean()
            ? java.nio.charset.StandardCharsets.UTF_8
            : java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private byte[] flipped(byte[] bytes, int at) {
    if (at < bytes.length) {
      bytes[at] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  /** Writes a whole number of four or eight bytes, as headers have them. */
  private byte[] number(byte[] bytes, int at) {
    long value = random.nextLong() >> random.nextInt(64);
    for (int k = 0; k < (random.nextBoolean() ? 4 : 8) && at + k < bytes.length; k++) {
      bytes[at + k] = (byte) (value >> (8 * k));
    }
    return bytes;
  }

  private static byte[] replaced(byte[] bytes, int at, int length, byte[] by) {
    byte[] result = Arrays.copyOf(bytes, bytes.length - length + by.length);
    System.arraycopy(by, 0, result, at, by.length);
    System.arraycopy(bytes, at + length, result, at + by.length, bytes.length - at - length);
    return result;
  }
}
