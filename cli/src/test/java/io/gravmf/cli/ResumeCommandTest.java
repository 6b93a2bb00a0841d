package io.gravmf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.data.FloatMatrix;
import io.gravmf.format.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints, side files and the lock on the command line. */
class ResumeCommandTest {

  @TempDir Path folder;
  private Path ratings;
  private Path model;
  private Path history;

  @BeforeEach
  void generate() {
    ratings = folder.resolve("u.data");
    model = folder.resolve("model");
    history = folder.resolve("history.csv");
    SmallData.generate(folder);
  }

  private Run train(Path out, String options, Object... more) {
    List<Object> words = new ArrayList<>(List.of("train", "--ratings", ratings, "--dim", 4));
    words.addAll(List.of("--out", out, "--history", history, "--device", "cpu-plain"));
    words.addAll(List.of(options.split(" ")));
    return Run.of(words, more);
  }

  @ParameterizedTest
  @CsvSource({
    "--epochs 40 --print-every 3, 7",
    "--epochs 40 --print-every 3, 40",
    "--epochs 4000 --print-every 3 --early-stop 2 --lambda-r 0, 3",
    "--epochs 4000 --print-every 3 --early-stop 2 --lambda-r 0, 1",
    "--optimizer als --sweeps 9, 4",
    "--optimizer als --sweeps 9, 9",
    "--optimizer als-cg --sweeps 9 --biases --early-stop 2, 1"
  })
  void theHistoryIsContinuedAndAllBytesAreTheSame(String options, int every) throws IOException {
    train(model, options, "--checkpoint-every", every).requireOk();
    String reports = Files.readString(history);
    assertThat(reports.lines()).hasSizeGreaterThan(2);
    Files.delete(history);
    Path resumed = folder.resolve("resumed");
    train(resumed, options, "--resume", model).requireOk();
    assertThat(history).hasContent(reports);
    for (String file : List.of("model.safetensors", "model.json")) {
      assertThat(resumed.resolve(file)).hasSameBinaryContentAs(model.resolve(file));
    }
  }

  /** One that a version before 0.1.0 left behind after all its epochs, without a model. */
  @Test
  void theLastEpochsCheckpointBecomesAModelAndMayGoOn() throws IOException {
    Path hostile = GoldenCliTest.shared("hostile-cases/last-epoch/checkpoint.safetensors");
    Path data = GoldenCliTest.shared("data/ml-100k/u.data");
    Files.createDirectory(model);
    Files.copy(hostile, model.resolve("checkpoint.safetensors"));
    Object[] words = {"train", "--ratings", data, "--dim", 8, "--out", model, "--resume", model};
    assertThat(Run.of(List.of(words), "--epochs", 1500).requireOk().out())
        .contains("nothing was left to train", "validation RMSE 0.9591,");
    assertThat(model.resolve("model.safetensors")).exists();
    assertThat(Run.of(List.of(words), "--epochs", 1510).requireOk().out())
        .contains("trained 10 epochs", "validation RMSE 0.959");
  }

  @Test
  void aCheckpointByTimeIsWritten() {
    train(model, "--epochs 500 --checkpoint-every 1ms").requireOk();
    assertThat(model.resolve("checkpoint.safetensors")).exists();
    train(model, "--epochs 1000 --checkpoint-every 1ms", "--resume", model).requireOk();
    assertThat(model.resolve("checkpoint.previous.safetensors")).exists();
    assertThat(model.resolve(".gravmf.lock")).doesNotExist();
    for (String wrong : List.of("0s", "-1", "1.5", "10x", "s", "")) {
      train(model, "--epochs 5", "--checkpoint-every=" + wrong)
          .requireRefused("gravmf: --checkpoint-every: found '" + wrong + "', expected a number");
    }
  }

  @Test
  void otherSettingsAreRefusedAndTheOlderIsTakenWhereTheNewerIsDamaged() throws IOException {
    String options = "--epochs 40 --print-every 3";
    // Of states that come faster than the disk takes them a run may keep one; two runs keep two.
    train(model, "--epochs 20 --print-every 3 --checkpoint-every 10").requireOk();
    train(model, options, "--checkpoint-every", 10, "--resume", model).requireOk();
    Path resumed = folder.resolve("resumed");
    train(resumed, options, "--resume", model, "--seed", 2)
        .requireRefused("seed is 1 there, 2 here");
    train(resumed, options, "--resume", model, "--lr", 0.2, "--lambda-g", 0)
        .requireRefused("lambda_g is 0.1 there, 0.0 here; lr is 0.1 there, 0.2 here");
    train(resumed, "--optimizer als", "--resume", model)
        .requireRefused("is of another run: optimizer is adamw there, als here");
    train(resumed, "--preset accurate", "--resume", model)
        .requireRefused(
            "init_std is 1.0 there, 0.3 here; lambda_g is 0.1 there, 0.0 here; lambda_r is 0.1"
                + " there, 0.0 here; optimizer is adamw there, gibbs here"
                + System.lineSeparator());
    assertThat(resumed).doesNotExist();
    Path newer = model.resolve("checkpoint.safetensors");
    byte[] bytes = Files.readAllBytes(newer);
    bytes[bytes.length - 9] ^= 1;
    Files.write(newer, bytes);
    Run run = train(resumed, options, "--resume", model).requireOk();
    assertThat(run.out())
        .contains(newer + ": offset ")
        .containsPattern("the file is damaged; going on from the one before, after [123]0 epochs")
        .containsPattern("trained [123]0 epochs in ");
    assertThat(resumed.resolve("model.safetensors"))
        .hasSameBinaryContentAs(model.resolve("model.safetensors"));
  }

  /** How many features a sampler has is known to its session alone. */
  @Test
  void weightsOfFeaturesThatThereAreNotAreRefused() {
    String options = "--optimizer gibbs --sweeps 8 --burn-in 2 --samples 2";
    train(model, options, "--checkpoint-every", 4).requireOk();
    Path file = model.resolve("checkpoint.safetensors");
    SafeTensors whole = SafeTensors.readWithDoubles(file);
    Map<String, FloatMatrix> forged = new LinkedHashMap<>(whole.tensors());
    forged.put("chain.user_weights", FloatMatrix.zeros(3, 7));
    new SafeTensors(forged, whole.doubles(), whole.metadata()).withChecksums().write(file);
    train(folder.resolve("resumed"), options, "--resume", model)
        .requireRefused("gravmf: " + model + ": the weights are a 3 x 7 float32 matrix, expected");
  }

  @Test
  void aSideFileThatCannotBeWrittenTakesNothingElseWithIt() throws IOException {
    Path board = folder.resolve("board");
    Run run =
        Run.of(
            "train",
            "--ratings",
            ratings,
            "--dim",
            4,
            "--epochs",
            3,
            "--out",
            model,
            "--history",
            "/dev/full",
            "--tensorboard",
            board);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "gravmf: /dev/full: cannot be written: No space left on device; going on without it"
                + System.lineSeparator());
    assertThat(run.out()).contains("model written to " + model);
    assertThat(model.resolve("model.json")).exists();
  }
}
