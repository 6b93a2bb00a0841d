package io.gravmf.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.embedding.Tsne;
import io.gravmf.embedding.TsneConfig;
import io.gravmf.embedding.TsneListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine by itself, as these tests have it: no artifact with CUDA devices. */
class WithoutCudaTest {

  private static final String MISSING =
      " needs the artifact io.gravmf:gravmf-cuda, which is neither on the class path nor on the"
          + " module path";

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "cuda:1", "cuda-0"})
  void whoAsksForItIsToldWhichArtifactIsMissing(String device) {
    assertThatExceptionOfType(BackendUnavailableException.class)
        .isThrownBy(() -> Backends.choose(device))
        .withMessage("device '" + device + "'" + MISSING);
  }

  @Test
  void whoAsksForItInTsneIsToldToo() {
    TsneConfig config =
        TsneConfig.builder().device("cuda:0").method(TsneConfig.Method.EXACT).build();
    FloatMatrix points = FloatMatrix.zeros(20, 3);
    for (int k = 0; k < points.values().length; k++) {
      points.values()[k] = k * k % 17;
    }
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Tsne.embed(points, config, TsneListener.NONE))
        .withMessage("device 'cuda:0'" + MISSING);
  }

  @Test
  void whoDoesNotAskHearsNothingOfIt() {
    Backends.Choice choice = Backends.choose(Backends.AUTO);
    assertThat(choice.backend().name()).startsWith("cpu");
    assertThat(choice.reason()).isEqualTo(choice.backend().description());
    assertThat(Backends.providers()).extracting(BackendProvider::kind).containsExactly("cpu");
  }

  @Test
  void aDeviceThatNobodyKnowsIsRefusedAsBefore() {
    assertThatExceptionOfType(BackendUnavailableException.class)
        .isThrownBy(() -> Backends.choose("tpu"))
        .withMessage("this build has no backend for device 'tpu', it has auto, cpu");
  }
}
