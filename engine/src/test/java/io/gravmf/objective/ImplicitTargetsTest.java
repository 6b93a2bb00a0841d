package io.gravmf.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class ImplicitTargetsTest {

  /** The derivative says that two parabolas differ by a constant. */
  @Property(tries = 200)
  void withGravityAKnownPairIsPulledToOneAlone(
      @ForAll @DoubleRange(min = 0, max = 50) double alpha,
      @ForAll @DoubleRange(min = 0, max = 1) double unobserved,
      @ForAll @FloatRange(min = 0.5f, max = 5) float rating,
      @ForAll @DoubleRange(min = -2, max = 2) double x) {
    Targets targets = new Targets.Implicit(alpha, unobserved);
    double found =
        targets.weight(rating) * (x - targets.target(rating, 0))
            + (unobserved > 0 ? unobserved * x : 0);
    double confidence = 1 + alpha * rating;
    assertThat(found).isCloseTo(confidence * (x - 1), within(1e-5 * confidence));
  }

  @Test
  void aKnownPairRatedZeroShouldBeZero() {
    Targets targets = new Targets.Implicit(2, 0.75);
    assertThat(targets.target(0, 0)).isZero();
    assertThat(targets.weight(0)).isEqualTo(0.25f);
    assertThat(new Targets.Implicit(2).target(0, 0)).isEqualTo(1);
  }

  @Test
  void gravityHasNoMoreThanAKnownPairWeighs() {
    assertThatThrownBy(() -> new Targets.Implicit(1, 1.01))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the unobserved weight is 1.01, expected 0 to 1");
    assertThatThrownBy(() -> new Targets.Implicit(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
