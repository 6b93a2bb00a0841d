package io.gravmf.cuda;

import io.gravmf.SharedData;
import io.gravmf.backend.EpochPath;
import io.gravmf.train.Goldens;
import io.gravmf.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The goldens on the emulated driver: 61 epochs of the small model and 11 of the notebook's. {@code
 * -Dgravmf.golden.cuda.epochs=400} runs both to that epoch, at most 20000 (the small one to its end
 * at 400, and to its factors).
 */
@OnEmulatedDevice
class CudaGoldenTest {

  private static final int ASKED = Integer.getInteger("gravmf.golden.cuda.epochs", 0);
  private static final int SMALL_END = 400;

  @Test
  void smallModelsFollowPyTorch() throws IOException {
    Path golden = SharedData.require("golden/small-d8");
    int epochs = Math.min(SMALL_END, Math.max(61, ASKED));
    TrainingResult result =
        Goldens.train(golden, Training.backend(Training.by(EpochPath.AUTO)), 8, epochs);
    Goldens.assertFollows(result.history(), golden, 25);
    if (epochs == SMALL_END) {
      Goldens.assertEndsWith(result.state(), golden);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GRAPH", "PERSISTENT"})
  void theNotebooksModelFollowsPyTorch(EpochPath path) throws IOException {
    Path golden = SharedData.require("golden/notebook-d100");
    TrainingResult result =
        Goldens.train(golden, Training.backend(Training.by(path)), 100, Math.max(11, ASKED));
    Goldens.assertFollows(result.history(), golden, 11);
  }
}
