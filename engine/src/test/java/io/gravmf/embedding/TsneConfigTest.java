package io.gravmf.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TsneConfigTest {

  @Test
  void theLearningRateFollowsFromThePoints() {
    TsneConfig config = TsneConfig.builder().build();
    assertThat(config.learningRateFor(1682)).isEqualTo(50);
    assertThat(config.learningRateFor(48_000)).isEqualTo(1000);
    assertThat(TsneConfig.builder().learningRate(7).build().learningRateFor(48_000)).isEqualTo(7);
  }

  @Test
  void valuesOutsideTheirRangesAreRefused() {
    refused(b -> b.components(1), "components is 1, expected 2 or 3");
    refused(b -> b.perplexity(0.5), "perplexity is 0.5, expected 1 or more");
    refused(b -> b.perplexity(Double.NaN), "perplexity is NaN");
    refused(b -> b.iterations(0), "iterations is 0");
    refused(b -> b.earlyExaggeration(0.9), "early exaggeration is 0.9");
    refused(b -> b.explorationIterations(-1), "exploration iterations is -1");
    refused(b -> b.learningRate(0), "learning rate is 0.0, expected above 0");
    refused(b -> b.learningRate(Double.POSITIVE_INFINITY), "learning rate is Infinity");
    refused(b -> b.theta(-0.1), "theta is -0.1, expected from 0 to 1");
    refused(b -> b.theta(Double.NaN), "theta is NaN");
    refused(b -> b.threads(0), "threads is 0");
  }

  private static void refused(UnaryOperator<TsneConfig.Builder> change, String message) {
    TsneConfig.Builder builder = change.apply(TsneConfig.builder());
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
