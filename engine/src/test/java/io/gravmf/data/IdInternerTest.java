package io.gravmf.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdInternerTest {

  /** Enough ids to enlarge the table many times; strides of a power of two collide the most. */
  @ParameterizedTest
  @ValueSource(longs = {1, 3, 1 << 20, 1L << 40})
  void numbersFollowTheFirstAppearance(long stride) {
    IdInterner interner = new IdInterner();
    Map<Long, Integer> reference = new HashMap<>();
    Random random = new Random(1);
    for (int k = 0; k < 100_000; k++) {
      long id = 1 + random.nextInt(30_000) * stride;
      Integer known = reference.putIfAbsent(id, reference.size());
      assertThat(interner.number(id)).isEqualTo(known == null ? reference.size() - 1 : known);
    }
    IdMap map = interner.toMap();
    int[] rows = interner.rows(map);
    assertThat(map.size()).isEqualTo(reference.size()).isEqualTo(interner.count());
    reference.forEach(
        (id, number) -> assertThat(map.id(rows[number])).isEqualTo(Long.toString(id)));
  }

  /** All of these fall onto one place of any table of fewer than 2^20 places: 16 s before. */
  @Test
  void chosenIdsThatCollideCostNoMoreThanOthers() {
    long inverse = 0xF1DE83E19937733DL; // of the multiplier, modulo 2^64
    IdInterner interner = new IdInterner();
    for (int k = 0; k < 200_000; k++) {
      assertThat(interner.number(((1L << 60) + k) * inverse)).isEqualTo(k);
    }
    assertThat(interner.number(((1L << 60) + 77) * inverse)).isEqualTo(77);
    assertThat(interner.number(5)).isEqualTo(200_000);
    assertThat(interner.toMap().size()).isEqualTo(200_001);
    assertThat(interner.integers()).isEqualTo(200_001);
    assertThat(interner.number("x")).isEqualTo(200_001);
    assertThat(interner.integers()).isEqualTo(200_001);
  }

  @Test
  void idsOfAnySizeAndSignAreIntegers() {
    IdInterner interner = interned(0, -5, Long.MAX_VALUE, 1 << 20, (1 << 20) - 1, 4096, 4095);
    assertThat(interner.number(-5)).isEqualTo(1);
    assertThat(interner.number(4096)).isEqualTo(5);
    assertThat(interner.number((1 << 20) - 1)).isEqualTo(4);
    assertThat(interner.rows(interner.toMap())).containsExactly(1, 0, 6, 5, 4, 3, 2);
  }

  @Test
  void idsAreDenseOnlyWithoutAGapFromOne() {
    assertThat(interned(3, 1, 2).toMap()).isEqualTo(new DenseIds(3));
    assertThat(interned(3, 1, 4).toMap()).isInstanceOf(IntegerIds.class);
    assertThat(interned(2, 3, 4).toMap()).isInstanceOf(IntegerIds.class);
  }

  @Test
  void oneTextMakesAllIdsText() {
    IdInterner interner = interned(10, 9);
    assertThat(interner.number("x")).isEqualTo(2);
    assertThat(interner.number(9)).isEqualTo(1);
    assertThat(interner.number(8)).isEqualTo(3);
    IdMap map = interner.toMap();
    assertThat(map.id(0)).isEqualTo("10");
    assertThat(interner.rows(map)).containsExactly(0, 2, 3, 1);
  }

  private static IdInterner interned(long... ids) {
    IdInterner interner = new IdInterner();
    for (long id : ids) {
      interner.number(id);
    }
    return interner;
  }
}
