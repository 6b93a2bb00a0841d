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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardListenerTest {

  @TempDir Path folder;

  private static final TrainingConfig CONFIG =
      TrainingConfig.builder().dim(7).reportEvery(20).earlyStopPatience(3).build();

  /** The file's bytes where a writer is given what the listener should give it. */
  private Path expected(double time, Consumer<TensorBoardWriter> content) {
    try (TensorBoardWriter writer = new TensorBoardWriter(folder.resolve("expected"), time)) {
      content.accept(writer);
      return writer.file();
    }
  }

  @Test
  void settingsChartsScalarsAndTheEndAreWrittenInThisOrder() {
    double time = 1_700_000_000.25;
    Clock clock = Clock.fixed(Instant.ofEpochMilli((long) (1e3 * time)), ZoneOffset.UTC);
    Path file;
    try (TensorBoardListener listener =
        new TensorBoardListener(folder.resolve("a"), CONFIG, clock)) {
      listener.onReport(new EpochReport(400, new Loss(1, 2, 3), Optional.of(new Loss(4, 5, 6))));
      listener.finished();
      file = listener.file();
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("beta1", 0.9);
    settings.put("beta2", 0.999);
    settings.put("dim", 7);
    settings.put("early_stop_epochs", 60);
    settings.put("epochs", 20_000);
    settings.put("eps", 1e-8);
    settings.put("init_std", 1.0);
    settings.put("lambda_g", 0.1);
    settings.put("lambda_r", 0.1);
    settings.put("lr", 0.1);
    settings.put("optimizer", "adamw");
    settings.put("seed", 1L);
    settings.put("weight_decay", 0.01);
    Map<String, List<String>> charts = new LinkedHashMap<>();
    for (String term : List.of("mse", "l2", "gravity", "total")) {
      charts.put(term, List.of("^" + term + "/train$", "^" + term + "/validation$"));
    }
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("mse/train", 1.0);
    scalars.put("l2/train", 2.0);
    scalars.put("gravity/train", 3.0);
    scalars.put("total/train", 6.0);
    scalars.put("mse/validation", 4.0);
    scalars.put("l2/validation", 5.0);
    scalars.put("gravity/validation", 6.0);
    scalars.put("total/validation", 15.0);
    assertThat(file)
        .hasSameBinaryContentAs(
            expected(
                time,
                writer -> {
                  writer.sessionStart(time, settings);
                  writer.charts(time, "loss", charts);
                  writer.scalars(time, 400, scalars);
                  writer.sessionEnd(time, true);
                }));
  }

  @Test
  void aRunThatIsClosedBeforeItFinishedHasFailed() throws IOException {
    Clock clock = Clock.fixed(Instant.ofEpochSecond(5), ZoneOffset.UTC);
    Path file;
    try (TensorBoardListener listener =
        new TensorBoardListener(folder.resolve("a"), CONFIG, clock)) {
      file = listener.file();
    }
    byte[] end = Files.readAllBytes(expected(5, writer -> writer.sessionEnd(5, false)));
    byte[] begin = Files.readAllBytes(expected(5, writer -> {}));
    assertThat(Files.readAllBytes(file))
        .endsWith(Arrays.copyOfRange(end, begin.length, end.length));
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
    try (TensorBoardListener listener = new TensorBoardListener(folder, config)) {
      assertThatThrownBy(() -> Trainer.train(problem.split(), config, backend, listener))
          .isInstanceOf(DivergedException.class);
      // Before closing: version, settings, charts, and at least the first epoch's report.
      assertThat(frames(listener.file())).isGreaterThan(3);
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
