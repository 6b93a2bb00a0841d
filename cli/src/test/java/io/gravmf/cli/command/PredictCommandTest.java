package io.gravmf.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.Run;
import io.gravmf.cli.SmallData;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class PredictCommandTest {

  @TempDir Path folder;
  private Path ratings;
  private Path model;

  @BeforeEach
  void train() {
    ratings = folder.resolve("u.data");
    model = folder.resolve("model");
    SmallData.generate(folder);
    SmallData.train(ratings, model, "--quiet").requireOk();
  }

  private Run predict(Path pairs, Object... more) {
    return Run.of(List.of("predict", "--model", model, "--pairs", pairs), more);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private String predicted(int user, int item) {
    Model loaded = ModelFiles.load(model);
    return Float.toString((float) loaded.predict(user - 1, item - 1));
  }

  @Test
  void pairsArePredictedInTheirOrderWithTheTruthBeside() throws IOException {
    Path pairs = write("p.csv", "\ufeffrating,movieId,userId\n4,5,7\n,90,60\n3.5,5,7\n");
    assertThat(predict(pairs).requireOk().out().lines())
        .containsExactly(
            "user,item,prediction,rating",
            "7,5," + predicted(7, 5) + ",4.0",
            "60,90," + predicted(60, 90) + ",",
            "7,5," + predicted(7, 5) + ",3.5");
  }

  @Test
  void theTruthMayBeInAnotherFile() throws IOException {
    String[] first = Files.readAllLines(ratings).get(0).split("\t", -1);
    Path pairs = write("p.tsv", first[0] + "\t" + first[1] + "\n");
    Path out = folder.resolve("new/out.csv");
    Run run = predict(pairs, "--ratings", ratings, "--out", out).requireOk();
    assertThat(run.out()).isEmpty();
    assertThat(Files.readAllLines(out).get(1)).endsWith("," + Float.parseFloat(first[2]));
    assertThat(predict(pairs, "--out", out, "--quiet").requireOk().err()).isEmpty();
    assertThat(Files.readAllLines(out).get(1)).endsWith(",");
  }

  @Test
  void unknownPairsAreEmptyAndCounted() throws IOException {
    Run run = predict(write("p.csv", "1;1\n1;900\n\"a;b\";1\n")).requireOk();
    assertThat(run.out().lines())
        .containsExactly(
            "user,item,prediction,rating", "1,1," + predicted(1, 1) + ",", "1,900,,", "a;b,1,,");
    assertThat(run.err()).startsWith("2 of 3 pairs are of unknown users or items");
  }

  @Test
  void aBadLineIsNamedAndNothingIsWritten() throws IOException {
    Path out = folder.resolve("out.csv");
    predict(write("p.csv", "1,1\n1\n"), "--out", out)
        .requireRefused("p.csv:2: found 1 columns, expected a user and an item");
    predict(write("q.csv", "1,1,3\n1,2,good\n"), "--out", out)
        .requireRefused("q.csv:2: found the rating 'good', expected a finite number");
    predict(folder.resolve("none")).requireRefused("none: no such file");
    Run.of("predict", "--model", model, "--user", 1, "--item", 1, "--out", out)
        .requireRefused("--out and --ratings need --pairs");
    assertThat(out).doesNotExist();
  }

  @Test
  void onePairIsAlsoJson() {
    String json =
        Run.of("predict", "--model", model, "--user", 7, "--item", 5, "--json").requireOk().out();
    assertThat((float) new JsonMapper().readTree(json).path("prediction").asDouble())
        .isEqualTo(Float.parseFloat(predicted(7, 5)));
  }
}
