package io.gravmf.cli.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.objective.Hyperpriors;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import org.junit.jupiter.api.Test;

class ObjectiveTextTest {

  @Test
  void theNotebooksLossIsSaidWithItsWeights() {
    assertThat(ObjectiveText.of(Objective.NOTEBOOK, Optimizer.AdamW.NOTEBOOK, 100))
        .isEqualTo("MSE + 0.1 L2 + 0.1 gravity, of 100 factors each");
  }

  @Test
  void aSamplerMinimisesNothing() {
    Optimizer sampler = new Optimizer.Gibbs(9, 3, 2, 0, Hyperpriors.DEFAULT, 1);
    assertThat(ObjectiveText.of(Objective.SAMPLED, sampler, 32)).startsWith("nothing: ");
  }
}
