package io.gravmf.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.Problem;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers beyond float32 end training as a loss that diverged, whoever minimises it. */
class OverflowTest {

  static List<Optimizer> optimizers() {
    return List.of(
        new Optimizer.LeastSquares(),
        new Optimizer.ConjugateGradients(3),
        new Optimizer.Gibbs(4, 1, 2, 0, Hyperpriors.DEFAULT, 1));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void factorsThatOverflowDiverge(Optimizer optimizer) {
    assertDiverges(optimizer, 1e30);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void factorsThatAlmostOverflowDiverge(Optimizer optimizer) {
    assertDiverges(optimizer, 3e38);
  }

  private static void assertDiverges(Optimizer optimizer, double deviation) {
    Objective objective =
        optimizer instanceof Optimizer.Gibbs ? Objective.SAMPLED : Objective.ofWeights(0.1, 0.1);
    Problem problem = RandomProblems.of(30, 40, 500, 4, objective, 1);
    TrainingConfig config =
        TrainingConfig.builder()
            .dim(4)
            .epochs(4)
            .objective(objective)
            .optimizer(optimizer)
            .initialDeviation(deviation)
            .reportEvery(1)
            .build();
    Backend backend = Backends.choose("cpu-plain", new BackendOptions(2)).backend();
    assertThatThrownBy(() -> Trainer.train(problem.split(), config, backend, TrainingListener.NONE))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("the loss at sweep ")
        .hasMessageNotContaining("learning rate");
  }
}
