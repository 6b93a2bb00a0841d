package io.gravmf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandsTest {

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;
  private Path ratings;
  private Path model;

  @BeforeEach
  void generate() {
    ratings = folder.resolve("u.data");
    model = folder.resolve("model");
    SmallData.generate(folder);
  }

  private Run train(Object... more) {
    return SmallData.train(ratings, model, more);
  }

  @Test
  void aModelIsTrainedEvaluatedAndAsked() throws IOException {
    Path history = folder.resolve("new/history.csv");
    Run run =
        train(
                "--print-every",
                20,
                "--history",
                history,
                "--tensorboard",
                folder.resolve("tb"),
                "--export-npy")
            .requireOk();
    assertThat(run.out())
        .contains("1500 ratings of 90 items by 60 users, MovieLens-100K (tabs)")
        .contains("training on CPU, ")
        .containsPattern("(?m)^    20 +[0-9.]+ ")
        .contains("trained 50 epochs in ")
        .contains("validation RMSE ")
        .contains("model written to " + model);
    assertThat(Files.readAllLines(history))
        .hasSize(5)
        .first()
        .isEqualTo(
            "epoch,train_mse,train_l2,train_gravity,train_total,val_mse,val_l2,val_gravity,val_total");
    assertThat(Files.readAllLines(history).stream().skip(1).map(line -> line.split(",", -1)[0]))
        .containsExactly("0", "20", "40", "49");
    assertThat(model).isDirectoryContaining("glob:**/model.safetensors");
    assertThat(model.resolve("user_factors.npy")).exists();
    assertThat(folder.resolve("tb")).isDirectoryContaining("glob:**/events.out.tfevents.*");
    assertThat(folder.resolve("tb/projector_config.pbtxt")).exists();

    JsonNode figures =
        JSON.readTree(
            Run.of("evaluate", "--model", model, "--ratings", ratings, "--json").requireOk().out());
    assertThat(figures.path("ratings").asInt()).isEqualTo(300);
    double mse = figures.path("mse").asDouble();
    assertThat(figures.path("rmse").asDouble()).isEqualTo(Math.sqrt(mse));
    assertThat(Run.of("evaluate", "--model", model, "--ratings", ratings).requireOk().out())
        .contains(String.format("MSE      %.6f", mse));

    // The evaluation again, from what predict prints.
    List<String> lines = Files.readAllLines(ratings).subList(0, 3);
    for (String line : lines) {
      String[] fields = line.split("\t", -1);
      String answer =
          Run.of("predict", "--model", model, "--user", fields[0], "--item", fields[1])
              .requireOk()
              .out();
      assertThat(Double.parseDouble(answer)).isBetween(-5.0, 11.0);
    }
  }

  @Test
  void quietPrintsNothing() {
    Run run = train("--quiet").requireOk();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void resultsAreAlsoJson() {
    Run run = train("--json").requireOk();
    JsonNode figures = JSON.readTree(run.out());
    assertThat(figures.path("epochs").asInt()).isEqualTo(50);
    assertThat(figures.path("stopped").asString()).isEqualTo("completed");
    assertThat(figures.path("validation_ratings").asInt()).isEqualTo(300);
    assertThat(figures.path("validation_rmse").asDouble())
        .isEqualTo(Math.sqrt(figures.path("validation_loss").path("mse").asDouble()));
    assertThat(figures.path("model").asString()).isEqualTo(model.toString());
    assertThat(run.err()).contains("trained 50 epochs");
    assertThat(train("--json", "--quiet").requireOk().err()).isEmpty();
    JsonNode whole = JSON.readTree(train("--json", "--split", 1).requireOk().out());
    assertThat(whole.path("validation_rmse").isNull()).isTrue();

    JsonNode users =
        JSON.readTree(
            Run.of("recommend", "--model", model, "--users", "3,1", "-k", 2, "--json", "--quiet")
                .requireOk()
                .out());
    assertThat(users).hasSize(2);
    assertThat(users.get(0).path("user").asString()).isEqualTo("3");
    assertThat(users.get(1).path("recommendations")).hasSize(2);

    Object[] generate = {"generate", "--users", 5, "--items", 5, "--count", 10, "--out", folder};
    assertThat(JSON.readTree(Run.of(List.of(generate), "--json").requireOk().out()).path("files"))
        .hasSize(3);
    assertThat(Run.of(List.of(generate), "--quiet").requireOk().out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu-plain", "cpu-vector"})
  void threadsDoNotChangeAByte(String device) throws IOException {
    byte[] first = null;
    for (int threads : new int[] {1, 2, 7}) {
      train("--device", device, "--threads", threads).requireOk();
      byte[] bytes = Files.readAllBytes(model.resolve("model.safetensors"));
      if (first == null) {
        first = bytes;
      }
      assertThat(bytes).isEqualTo(first);
    }
  }

  @Test
  void aResumedRunGivesTheSameBytes() throws IOException {
    train("--checkpoint-every", 20).requireOk();
    byte[] whole = Files.readAllBytes(model.resolve("model.safetensors"));
    Path resumed = folder.resolve("resumed");
    train("--resume", model, "--out", resumed).requireRefused("--out");
    Run.of(
            "train",
            "--ratings",
            ratings,
            "--dim",
            6,
            "--epochs",
            50,
            "--resume",
            model,
            "--out",
            resumed)
        .requireOk();
    assertThat(resumed.resolve("model.safetensors")).hasBinaryContent(whole);
    Run.of("train", "--ratings", ratings, "--dim", 7, "--resume", model)
        .requireRefused("is of another run: dim is 6 there, 7 here");
    Run.of("train", "--ratings", ratings, "--dim", 6, "--epochs", 39, "--resume", model)
        .requireRefused("is after 40 epochs, expected at most --epochs 39");
  }

  @Test
  void earlyStoppingKeepsTheBestFactors() {
    String out =
        Run.of(
                "train",
                "--ratings",
                ratings,
                "--dim",
                6,
                "--epochs",
                5000,
                "--print-every",
                10,
                "--early-stop",
                3,
                "--lambda-r",
                0,
                "--out",
                model)
            .requireOk()
            .out();
    assertThat(out).contains("stopped early: trained ").doesNotContain("overfitted");
  }

  @Test
  void aLossThatIsNotFiniteStopsWithItsEpochAndWritesNoModel() {
    Run.of(
            "train",
            "--ratings",
            ratings,
            "--dim",
            6,
            "--epochs",
            90,
            "--lr",
            "1e30",
            "--out",
            model)
        .requireRefused("the loss at epoch ");
    assertThat(model).doesNotExist();
  }

  @Test
  void splitsCanBeByTimeOrByFile() {
    assertThat(train("--split-by", "time").requireOk().out())
        .contains("split 0.8 by time: 1200 train ");
    assertThat(train("--validation", ratings).requireOk().out())
        .contains("split by file, u.data: 1500 train ", ", 1500 validate");
  }

  @Test
  void describeGivesTheSameFiguresAsJson() {
    JsonNode json =
        JSON.readTree(Run.of("describe", "--ratings", ratings, "--json").requireOk().out());
    JsonNode summary = json.path("tables").path("ratings_per_user");
    assertThat(summary.path("count").asInt()).isEqualTo(60);
    assertThat(Run.of("describe", "--ratings", ratings).requireOk().out())
        .contains(String.format("%16.6f", summary.path("std").asDouble()));
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    for (String command :
        List.of(
            "describe",
            "train",
            "evaluate",
            "predict",
            "genres",
            "check",
            "recommend",
            "similar",
            "tsne",
            "generate",
            "fetch",
            "report")) {
      Run help = Run.of(command, "--help").requireOk();
      assertThat(help.out()).contains("Example: gravmf " + command);
    }
    assertThat(Run.of("--help").requireOk().out()).contains("train", "Example: ");
    assertThat(Run.of("--version").requireOk().out()).startsWith("gravmf ");
  }
}
