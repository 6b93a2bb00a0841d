package io.gravmf.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.Run;
import io.gravmf.cli.SmallData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An error over ratings that a model learned from is never shown as one over others. */
class EvaluateCommandTest {

  @TempDir Path folder;
  private Path ratings;
  private Path model;

  @BeforeEach
  void generate() {
    ratings = folder.resolve("u.data");
    model = folder.resolve("model");
    SmallData.generate(folder);
  }

  private Run evaluate(Path file, Object... more) {
    return Run.of(List.of("evaluate", "--model", model, "--ratings", file), more);
  }

  private JsonNode json(Path file, Object... more) {
    return new JsonMapper()
        .readTree(
            Run.of(List.of("evaluate", "--model", model, "--ratings", file, "--json"), more)
                .requireOk()
                .out());
  }

  /** What training said of the ratings that it held out. */
  private static double validationRmse(Run training) {
    String line =
        training
            .out()
            .lines()
            .filter(l -> l.startsWith("validation RMSE "))
            .findFirst()
            .orElseThrow();
    return Double.parseDouble(line.split("[ ,]", -1)[2]);
  }

  private Path write(String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve(name), lines);
  }

  @Test
  void theHeldOutPartIsTheDefaultWhereTheFileIsTheOneThatWasTrainedOn() {
    double expected = validationRmse(SmallData.train(ratings, model).requireOk());
    JsonNode held = json(ratings);
    assertThat(held.path("part").asString()).isEqualTo("validation");
    assertThat(held.path("ratings").asInt()).isEqualTo(300);
    assertThat(held.path("rmse").asDouble()).isBetween(expected - 6e-5, expected + 6e-5);
    JsonNode train = json(ratings, "--part", "train");
    JsonNode all = json(ratings, "--part", "all");
    assertThat(train.path("ratings").asInt()).isEqualTo(1200);
    assertThat(all.path("ratings").asInt()).isEqualTo(1500);
    assertThat(train.path("rmse").asDouble()).isLessThan(held.path("rmse").asDouble());
    assertThat(1200 * train.path("mse").asDouble() + 300 * held.path("mse").asDouble())
        .isCloseTo(1500 * all.path("mse").asDouble(), org.assertj.core.data.Offset.offset(1e-9));
    assertThat(evaluate(ratings).requireOk().out())
        .contains("ratings  300, these are the ones held out of training (split 0.8 at random");
    assertThat(evaluate(ratings, "--part", "all").requireOk().out())
        .contains("the model learned from 1200 of these 1500, so this measures no prediction");
  }

  @Test
  void aSplitByTimeIsFoundAgain() {
    double expected = validationRmse(SmallData.train(ratings, model, "--split-by", "time"));
    JsonNode held = json(ratings);
    assertThat(held.path("part").asString()).isEqualTo("validation");
    assertThat(held.path("rmse").asDouble()).isBetween(expected - 6e-5, expected + 6e-5);
  }

  @Test
  void otherRatingsAreWhole() throws IOException {
    SmallData.train(ratings, model).requireOk();
    Path few = write("few.data", Files.readAllLines(ratings).subList(0, 10));
    assertThat(json(few).path("part").asString()).isEqualTo("all");
    assertThat(evaluate(few).requireOk().out())
        .contains("ratings  10, these are other ratings than it was trained on");
    evaluate(few, "--part", "validation")
        .requireRefused("--part validation: these are other ratings than the model was trained on");
  }

  @Test
  void theSameRatingsInAnotherOrderAreKnownButNotWhichWereHeldOut() throws IOException {
    SmallData.train(ratings, model).requireOk();
    List<String> lines = new ArrayList<>(Files.readAllLines(ratings));
    Collections.shuffle(lines, new Random(3));
    Path shuffled = write("shuffled.data", lines);
    assertThat(json(shuffled).path("part").asString()).isEqualTo("all");
    assertThat(evaluate(shuffled).requireOk().out())
        .contains("the model learned from 1200 of these 1500");
    evaluate(shuffled, "--part", "train").requireRefused("which of these ratings were held out");
  }

  @Test
  void eachOfTwoFilesIsKnown() throws IOException {
    List<String> lines = Files.readAllLines(ratings);
    Path train = write("train.data", lines.subList(0, 1000));
    Path held = write("held.data", lines.subList(1000, 1500));
    double expected =
        validationRmse(SmallData.train(train, model, "--validation", held).requireOk());
    assertThat(json(held).path("part").asString()).isEqualTo("validation");
    assertThat(json(held).path("rmse").asDouble()).isBetween(expected - 6e-5, expected + 6e-5);
    assertThat(json(train).path("part").asString()).isEqualTo("train");
    evaluate(train, "--part", "validation")
        .requireRefused("--part validation: the model learned from all of these ratings");
  }

  @Test
  void withoutHeldOutRatingsTheModelLearnedFromAll() {
    SmallData.train(ratings, model, "--split", 1).requireOk();
    assertThat(json(ratings).path("part").asString()).isEqualTo("train");
    evaluate(ratings, "--part", "validation").requireRefused("no ratings were held out");
  }

  @Test
  void aModelOfTheSampleNeedsNoFile() {
    Run.of("train", "--dim", 2, "--epochs", 2, "--out", model).requireOk();
    assertThat(Run.of("evaluate", "--model", model).requireOk().out()).contains("ratings  20000, ");
    SmallData.train(ratings, model).requireOk();
    Run.of("evaluate", "--model", model).requireRefused("--ratings is missing");
  }
}
