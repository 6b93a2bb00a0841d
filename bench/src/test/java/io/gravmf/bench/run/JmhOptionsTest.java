package io.gravmf.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.data.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JmhOptionsTest {

  @Test
  void theyAreTakenOutAndGoBeforeARunsOwn() {
    List<String> typed =
        new ArrayList<>(
            List.of("--quick", "-f", "9", "--filter", "a", "-prof", "gc", "-rff", "x.csv"));
    JmhOptions options = JmhOptions.takenFrom(typed);
    assertThat(typed).containsExactly("--quick", "--filter", "a");
    Case each = Case.of("A.b", Effort.SHORT, "dim", 8);
    assertThat(options.forCase(each, "p.A.b", "Mine"))
        .containsSubsequence("^p\\.A\\.b$", "-p", "dim=8", "-prof", "Mine", "-wi", "2")
        .containsSubsequence("-f", "9", "-prof", "gc")
        .doesNotContain("1000ms", "-rff", "x.csv");
    assertThat(options.resultFile()).hasToString("Optional[x.csv]");
    assertThat(JmhOptions.NONE.resultFile()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-p dim=3", "-f", "-f x", "-bm thrpt", "-t 4"})
  void othersAreRefusedInOneLine(String typed) {
    assertThatThrownBy(() -> JmhOptions.takenFrom(new ArrayList<>(List.of(typed.split(" ")))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageNotContaining("\n");
  }
}
