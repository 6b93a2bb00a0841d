package io.gravmf.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {

  private static int word(String words, int k) {
    return Integer.parseUnsignedInt(words.split(" ", -1)[k], 16);
  }

  /** The known answers of Random123's {@code kat_vectors} for philox4x32 of 10 rounds. */
  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
  })
  void itGivesThePublishedAnswers(String counter, String key, String answer) {
    long both = (long) word(key, 1) << 32 | Integer.toUnsignedLong(word(key, 0));
    int[] out = new int[Philox.WORDS];
    Philox.block(both, word(counter, 0), word(counter, 1), word(counter, 2), word(counter, 3), out);
    for (int k = 0; k < Philox.WORDS; k++) {
      assertThat(out[k]).isEqualTo(word(answer, k));
    }
  }

  @Test
  void aSourcesNumbersAreThoseOfCountersFromZero() {
    long seed = 0x0123456789ABCDEFL;
    PhiloxSource source = new PhiloxSource(seed, Stream.ITEM_PRIOR, 77);
    int[] words = new int[Philox.WORDS];
    for (int counter = 0; counter < 9; counter++) {
      Philox.block(seed, counter, 0, 77, Stream.ITEM_PRIOR.number(), words);
      for (int word : words) {
        assertThat(source.nextInt()).isEqualTo(word);
      }
    }
  }

  @Test
  void streamsSweepsAndSeedsHaveNumbersOfTheirOwn() {
    Set<Long> first = new HashSet<>();
    int sources = 0;
    for (Stream stream : Stream.values()) {
      for (int sweep = 0; sweep < 20; sweep++) {
        for (long seed = 0; seed < 3; seed++, sources++) {
          first.add(new PhiloxSource(seed, stream, sweep).nextLong());
        }
      }
    }
    assertThat(first).hasSize(sources);
  }
}
