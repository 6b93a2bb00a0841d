package io.gravmf.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.format.TensorBoardWriter;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardListenerTest {

  @TempDir Path folder;

  @Test
  void aReportIsEightScalarsAtItsEpoch() throws IOException {
    Clock clock = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_250L), ZoneOffset.UTC);
    Path file;
    try (TensorBoardListener listener = new TensorBoardListener(folder.resolve("a"), clock)) {
      listener.onReport(new EpochReport(400, new Loss(1, 2, 3), new Loss(4, 5, 6)));
      file = listener.file();
    }
    Map<String, Double> expected = new LinkedHashMap<>();
    expected.put("train/mse", 1.0);
    expected.put("train/l2", 2.0);
    expected.put("train/gravity", 3.0);
    expected.put("train/total", 6.0);
    expected.put("validation/mse", 4.0);
    expected.put("validation/l2", 5.0);
    expected.put("validation/gravity", 6.0);
    expected.put("validation/total", 15.0);
    try (TensorBoardWriter writer = new TensorBoardWriter(folder.resolve("b"), 1_700_000_000.25)) {
      writer.scalars(1_700_000_000.25, 400, expected);
      assertThat(file).hasSameBinaryContentAs(writer.file());
    }
  }

  @Test
  void whatWasReportedBeforeALossDivergedIsInTheFile() throws IOException {
    Problem problem = RandomProblems.of(5, 6, 20, 3, Objective.ofWeights(0.1, 0.1), 1);
    TrainingConfig config =
        TrainingConfig.builder()
            .dim(3)
            .epochs(1000)
            .optimizer(Optimizer.AdamW.NOTEBOOK.withLearningRate(1e12))
            .reportEvery(1)
            .build();
    Backend backend = Backends.choose("cpu-plain", new BackendOptions(1)).backend();
    try (TensorBoardListener listener = new TensorBoardListener(folder)) {
      assertThatThrownBy(() -> Trainer.train(problem.split(), config, backend, listener))
          .isInstanceOf(DivergedException.class);
      // Before closing: the version and at least the first epoch's report.
      assertThat(frames(listener.file())).isGreaterThan(1);
    }
  }

  private static int frames(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int frames = 0;
    while (bytes.hasRemaining()) {
      int length = (int) bytes.getLong();
      bytes.position(bytes.position() + Integer.BYTES + length + Integer.BYTES);
      frames++;
    }
    return frames;
  }
}
