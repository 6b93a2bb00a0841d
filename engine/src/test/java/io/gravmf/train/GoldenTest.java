package io.gravmf.train;

import io.gravmf.SharedData;
import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The CPU against the goldens. {@code -Dgravmf.golden.epochs=20000} runs the notebook's to its end;
 * the default is 401 epochs.
 */
class GoldenTest {

  private static final int NOTEBOOK_EPOCHS = Integer.getInteger("gravmf.golden.epochs", 401);

  private static Backend backend(String device) {
    return Backends.choose(device, new BackendOptions(2)).backend();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu-plain", "cpu-vector"})
  void smallModelsFollowPyTorchToTheirFactors(String device) throws IOException {
    Path golden = SharedData.require("golden/small-d8");
    TrainingResult result = Goldens.train(golden, backend(device), 8, 400);
    Goldens.assertFollows(result.history(), golden, 51);
    Goldens.assertEndsWith(result.state(), golden);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu-plain", "cpu-vector"})
  void theNotebooksModelFollowsPyTorch(String device) throws IOException {
    Path golden = SharedData.require("golden/notebook-d100");
    TrainingResult result = Goldens.train(golden, backend(device), 100, NOTEBOOK_EPOCHS);
    Goldens.assertFollows(result.history(), golden, 51);
  }
}
