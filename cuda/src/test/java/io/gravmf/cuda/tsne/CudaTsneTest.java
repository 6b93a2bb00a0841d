package io.gravmf.cuda.tsne;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.cuda.driver.CudaException;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.embedding.Tsne;
import io.gravmf.embedding.TsneConfig;
import io.gravmf.embedding.TsneListener;
import io.gravmf.embedding.TsneResult;
import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.emulator.EmulatedDriver.Counter;
import jcuda.driver.CUresult;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exact t-SNE on the emulated device, against the CPU's. */
class CudaTsneTest {

  @BeforeEach
  void load() {
    EmulatedDriver.load();
    EmulatedDriver.reset();
  }

  @AfterEach
  void reset() {
    EmulatedDriver.reset();
    assertThat(EmulatedDriver.count(Counter.LIVE)).isZero();
  }

  private static FloatMatrix clusters(int rows) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(3);
    FloatMatrix points = FloatMatrix.zeros(rows, 10);
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < 10; k++) {
        points.values()[row * 10 + k] = random.nextFloat() + (k == row % 4 ? 3 : 0);
      }
    }
    return points;
  }

  private static TsneResult embed(
      FloatMatrix points, int components, int iterations, String device) {
    TsneConfig config =
        TsneConfig.builder()
            .components(components)
            .iterations(iterations)
            .explorationIterations(iterations / 2)
            .method(TsneConfig.Method.EXACT)
            .threads(2)
            .device(device)
            .build();
    return Tsne.embed(points, config, TsneListener.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void theFirstStepsAreThoseOfTheCpu(int components) {
    FloatMatrix points = clusters(150);
    TsneResult onCpu = embed(points, components, 6, TsneConfig.CPU);
    TsneResult onDevice = embed(points, components, 6, "cuda");
    double difference = 0;
    double norm = 0;
    for (int k = 0; k < 150 * components; k++) {
      double expected = onCpu.coordinates().values()[k];
      difference += Math.pow(onDevice.coordinates().values()[k] - expected, 2);
      norm += expected * expected;
    }
    assertThat(Math.sqrt(difference / norm)).isLessThan(1e-5);
    assertThat(onDevice.klDivergence()).isCloseTo(onCpu.klDivergence(), within(1e-4));
  }

  @Test
  void theEndIsAsGoodAsTheCpus() {
    FloatMatrix points = clusters(60);
    double onCpu = embed(points, 2, 400, TsneConfig.CPU).klDivergence();
    assertThat(embed(points, 2, 400, "cuda").klDivergence()).isCloseTo(onCpu, within(0.1 * onCpu));
  }

  @Test
  void memoryThatIsMissingIsNamed() {
    EmulatedDriver.set("memory", 1 << 20);
    assertThatThrownBy(() -> embed(clusters(500), 3, 10, "cuda"))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageMatching("exact t-SNE needs \\d+ MiB of device memory, \\d+ MiB are free");
  }

  @Test
  void aFailureGivesEverythingBack() {
    FloatMatrix points = clusters(20);
    for (int k = 1; k <= 4; k++) {
      EmulatedDriver.failCall("cuLaunchKernel", k, CUresult.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES);
      assertThatThrownBy(() -> embed(points, 2, 10, "cuda"))
          .isInstanceOf(CudaException.class)
          .hasMessageContaining("cuLaunchKernel(gravmf_tsne_");
      assertThat(EmulatedDriver.count(Counter.LIVE)).isZero();
    }
    assertThat(embed(points, 2, 10, "cuda").iterations()).isEqualTo(10);
  }

  @Test
  void devicesThatAreNotThereAreRefused() {
    assertThatThrownBy(() -> embed(clusters(20), 2, 10, "cuda:5"))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage("there is no device 'cuda:5', expected cuda:0");
    assertThatThrownBy(() -> embed(clusters(20), 2, 10, "tpu"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("there is no device 'tpu' for t-SNE, expected cpu or cuda");
    assertThatThrownBy(() -> TsneConfig.builder().device("cuda").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("device is cuda, which has the exact method alone, found barnes-hut");
  }
}
