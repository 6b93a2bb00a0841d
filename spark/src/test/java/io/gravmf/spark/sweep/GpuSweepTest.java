package io.gravmf.spark.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.backend.TrainingState;
import io.gravmf.cuda.block.BlockDevices;
import io.gravmf.data.Ratings;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.spark.EmulatedGpu;
import io.gravmf.train.InitialFactors;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sweeps whose rows a GPU solves beside the processor's, on the emulated CUDA driver. */
@ExtendWith(EmulatedGpu.class)
class GpuSweepTest {

  private static final int SWEEPS = 2;

  static List<Arguments> sweeps() {
    return SingleMachineTest.objectives().stream()
        .filter(arguments -> !(arguments.get()[0] instanceof Optimizer.AdamW))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void theObjectiveIsTheProcessorsAndBlocksChangeNoBit(Optimizer optimizer, Objective objective) {
    Ratings train = SingleMachineTest.popular(700, 300, 12_000);
    TrainingState drawn = InitialFactors.normal(train.userCount(), train.itemCount(), 17, 3);
    TrainingState start = objective.hasBiases() ? drawn.withBiases() : drawn;
    CoreRun expected =
        CoreRun.of(train, objective, optimizer, start, SWEEPS, "vector", Gpus.CPU, 4, 2);
    String gpu = BlockDevices.model("");
    CoreRun first = null;
    for (int blocks : new int[] {1, 3, 8}) {
      CoreRun found =
          CoreRun.of(train, objective, optimizer, start, SWEEPS, "vector", gpu, blocks, blocks);
      for (int k = 0; k < SWEEPS; k++) {
        double total = expected.reports().get(k).loss().total();
        assertThat(found.reports().get(k).loss().total()).isCloseTo(total, within(1e-5 * total));
      }
      if (first == null) {
        first = found;
      }
      assertThat(found.users()).isEqualTo(first.users());
      assertThat(found.items()).isEqualTo(first.items());
      for (int k = 0; k < SWEEPS; k++) {
        assertThat(found.reports().get(k).loss()).isEqualTo(first.reports().get(k).loss());
      }
    }
    // Otherwise nothing says that the GPU has solved them.
    assertThat(first.users()).isNotEqualTo(expected.users());
  }
}
