package io.gravmf.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.data.FloatMatrix;
import org.junit.jupiter.api.Test;

/** The tests' own measures give scikit-learn's figures. */
class MeasuresTest {

  private static final int NEIGHBOURS = 12;

  private final References references = References.read();
  private final double[][] places = Fixtures.rows(Fixtures.matrix("few_layout.npy"));

  @Test
  void klDivergence() {
    double[][] p = Fixtures.rows(Fixtures.matrix("few_p_near.npy"));
    assertThat(Measures.klDivergence(p, places))
        .isCloseTo(references.fewKlDivergence(), within(1e-5));
  }

  @Test
  void trustworthiness() {
    FloatMatrix few = Fixtures.head(Fixtures.matrix("clusters.npy"), places.length);
    assertThat(Measures.trustworthiness(Fixtures.rows(few), places, NEIGHBOURS))
        .isCloseTo(references.fewTrustworthiness(), within(1e-9));
  }
}
