package io.gravmf.data.items;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The reference is NumPy 1.24.2 itself, asked by {@code src/test/python/argsort_ties.py}. */
class NumpyArgsortTest {

  private static final String NINETEEN_FLAGS =
      "52e3ba3b691d5561beec34f4f441b9ffe4c7b5285677afdfc63b50633f66fa1f";
  private static final String ANY_NUMBER_OF_FLAGS =
      "0ff0727d131e43094a26837c626c0bbad3c35a85009f859ca229b4e46bfdc953";

  private static int last(long row, int length) {
    boolean[] flags = new boolean[length];
    for (int k = 0; k < length; k++) {
      flags[k] = (row >>> k & 1) != 0;
    }
    return NumpyArgsort.last(flags);
  }

  private static String sha256(ByteArrayOutputStream bytes) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyRowOfNineteenFlagsEndsAsInNumpy() {
    ByteArrayOutputStream places = new ByteArrayOutputStream();
    for (int row = 0; row < 1 << 19; row++) {
      places.write(last(row, 19));
    }
    assertThat(sha256(places)).isEqualTo(NINETEEN_FLAGS);
  }

  @Test
  void rowsOfAnyLengthEndAsInNumpy() {
    ByteArrayOutputStream places = new ByteArrayOutputStream();
    long x = 1;
    for (int length = 1; length <= 64; length++) {
      for (int row = 0; row < 1000; row += 2) {
        long first = x * 6364136223846793005L + 1442695040888963407L;
        x = first * 6364136223846793005L + 1442695040888963407L;
        places.write(last(first >>> (64 - length), length));
        places.write(last((first & x) >>> (64 - length), length));
      }
    }
    assertThat(sha256(places)).isEqualTo(ANY_NUMBER_OF_FLAGS);
  }
}
