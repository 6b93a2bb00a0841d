package io.gravmf.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNamesTest {

  /** The textbooks' examples. */
  @ParameterizedTest
  @CsvSource({
    "kitten, sitting, 3",
    "sunday, saturday, 3",
    "ca, ac, 1",
    "ca, abc, 3",
    "flaw, lawn, 2",
    "'', abc, 3",
    "same, same, 0"
  })
  void distancesCountEdits(String first, String second, int edits) {
    assertThat(NearestNames.distance(first, second)).isEqualTo(edits);
    assertThat(NearestNames.distance(second, first)).isEqualTo(edits);
  }

  @Test
  void theNearestComeFirstAndEqualsByRow() {
    List<String> names = Arrays.asList("12", "912", "2", null, "13", "112", "21", "99999");
    assertThat(NearestNames.find("12", names.size(), names::get, 3)).containsExactly(0, 1, 2);
    assertThat(NearestNames.find("31", names.size(), names::get, 3)).containsExactly(4, 6, 0);
    assertThat(NearestNames.find("999999", names.size(), names::get, 1)).containsExactly(7);
    assertThat(NearestNames.find("x", 1, names::get, 3)).containsExactly(0);
    assertThat(NearestNames.find("x", 0, names::get, 3)).isEmpty();
  }
}
