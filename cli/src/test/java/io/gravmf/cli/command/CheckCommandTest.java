package io.gravmf.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.Run;
import io.gravmf.cli.SmallData;
import io.gravmf.format.Npy;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CheckCommandTest {

  @TempDir Path folder;
  private Path ratings;
  private Path model;

  @BeforeEach
  void generate() {
    ratings = folder.resolve("u.data");
    model = folder.resolve("model");
    SmallData.generate(folder);
  }

  private void train(Object... more) {
    SmallData.train(ratings, model, more).requireOk();
  }

  private Run check(Object... more) {
    return Run.of(List.of("check", "--model", model, "--ratings", ratings), more);
  }

  @Test
  void aTrainedModelPassesHoweverItsRatingsWereSplit() {
    train("--seed", 9);
    assertThat(check().requireOk().out())
        .contains("passed  1000 of 1000 random training ratings are the file's")
        .containsPattern(
            "passed  [0-9]+ of 300 held-out ratings are predicted to within 0.5; .*0.4")
        .doesNotContain("FAILED");
    JsonNode json = new JsonMapper().readTree(check("--json").requireOk().out());
    assertThat(json.path("passed").asBoolean()).isTrue();
    assertThat(json.path("entries_sampled").asInt()).isEqualTo(1000);
    assertThat(json.path("close_selected").asInt()).isBetween(50, 299);
    assertThat(json.path("close_largest").asDouble()).isBetween(0.4, 0.5);

    train("--split-by", "time");
    assertThat(check().requireOk().out()).contains("of 300 held-out ratings");
    train("--split", 1);
    assertThat(check().requireOk().out()).contains("no ratings were held out");
  }

  @Test
  void aSplitFromFilesNeedsThem() throws IOException {
    Path order = folder.resolve("p.npy");
    writePermutation(order, 1500);
    train("--permutation", order);
    assertThat(check("--permutation", order).requireOk().out()).contains("of 300 held-out");
    check().requireRefused("split '0.8 by a given permutation', expected --permutation");

    Path held = folder.resolve("held.data");
    Files.write(held, Files.readAllLines(ratings).subList(0, 200));
    train("--validation", held);
    assertThat(check("--validation", held).requireOk().out()).contains("of 200 held-out");
    check().requireRefused("split 'by file, held.data', expected ");
  }

  /** NumPy's format 1.0: int64, in descending order. */
  private static void writePermutation(Path file, int size) throws IOException {
    String text = "{'descr': '<i8', 'fortran_order': False, 'shape': (" + size + ",), }";
    String header = text + " ".repeat(117 - text.length()) + "\n";
    ByteBuffer bytes = ByteBuffer.allocate(128 + 8 * size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) 118);
    bytes.put(header.getBytes(StandardCharsets.US_ASCII));
    for (int k = size - 1; k >= 0; k--) {
      bytes.putLong(k);
    }
    Files.write(file, bytes.array());
    assertThat(Npy.readIntVector(file)).hasSize(size).startsWith(size - 1);
  }

  @Test
  void aModelWhosePredictionsAreAllFarOffFailsWithExitCodeOne() {
    train();
    Model trained = ModelFiles.load(model);
    Arrays.fill(trained.userFactors().values(), 10);
    Arrays.fill(trained.itemFactors().values(), 10);
    ModelFiles.save(model, trained);
    Run run = check();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("passed  1000 of 1000", "FAILED  0 of 300 held-out ratings");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void otherRatingsAreRefused() throws IOException {
    train();
    List<String> lines = Files.readAllLines(ratings);
    Files.write(ratings, lines.subList(0, 1490));
    check().requireRefused(ratings + ": found 1192 ratings to train on of mean ");
    Run.of("check", "--model", model).requireRefused("the embedded sample: found 80000 ratings");
    check("--permutation", "p.npy", "--validation", "v").requireRefused("exclude each other");
  }

  @Test
  void theSampleIsTheDefault() {
    Run.of("train", "--dim", 4, "--epochs", 20, "--out", model).requireOk();
    Run run = Run.of("check", "--model", model, "--json").requireOk();
    assertThat(run.out()).contains("\"validation\" : 20000");
    assertThat(run.err()).contains("the embedded sample's");
  }
}
