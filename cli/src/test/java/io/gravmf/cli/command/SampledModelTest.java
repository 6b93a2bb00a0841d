package io.gravmf.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.Run;
import io.gravmf.cli.SmallData;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands do with a model that was sampled, beside what they do with all. */
class SampledModelTest {

  private static final Object[] SAMPLING = {
    "--optimizer",
    "gibbs",
    "--dim",
    "4",
    "--sweeps",
    "24",
    "--burn-in",
    "4",
    "--samples",
    "5",
    "--implicit-features",
    "3"
  };

  @TempDir Path folder;
  private Path ratings;
  private Path model;

  @BeforeEach
  void train() {
    ratings = folder.resolve("u.data");
    model = folder.resolve("model");
    SmallData.generate(folder);
    sample(model).requireOk();
  }

  private Run sample(Path out, Object... more) {
    Run run =
        Run.of(
            List.of("train", "--ratings", ratings, "--out", out, "--device", "cpu", "--quiet"),
            java.util.stream.Stream.concat(
                    java.util.Arrays.stream(SAMPLING), java.util.Arrays.stream(more))
                .toArray());
    return run;
  }

  @Test
  void aPredictionHasItsDeviation() throws IOException {
    Model loaded = ModelFiles.load(model);
    double deviation = loaded.deviation(6, 4).orElseThrow();
    Run one = Run.of(List.of("predict", "--model", model, "--user", "7", "--item", "5"));
    assertThat(one.requireOk().out().strip())
        .isEqualTo(String.format(Locale.ROOT, "%.6f +- %.6f", loaded.predict(6, 4), deviation));
    Path pairs = Files.writeString(folder.resolve("p.csv"), "7,5\n7,900\n");
    Run many = Run.of(List.of("predict", "--model", model, "--pairs", pairs));
    assertThat(many.requireOk().out().lines())
        .containsExactly(
            "user,item,prediction,rating,deviation",
            "7,5," + (float) loaded.predict(6, 4) + ",," + (float) deviation,
            "7,900,,,");
  }

  @Test
  void exploringRanksByOneOfTheDraws() {
    Run.of(List.of("recommend", "--model", model, "--user", "7", "--json")).requireOk();
    Model draw = ModelFiles.load(model).draw(2);
    Run explored =
        Run.of(
            List.of(
                "recommend",
                "--model",
                model,
                "--user",
                "7",
                "--explore",
                "7",
                "--json",
                "-k",
                "1",
                "--include-rated"));
    double best = Double.NEGATIVE_INFINITY;
    for (int item = 0; item < draw.itemIds().size(); item++) {
      best = Math.max(best, draw.predict(6, item));
    }
    assertThat(explored.requireOk().out())
        .contains(String.format(Locale.ROOT, "\"rating\" : %.3f", Math.floor(best * 1000) / 1000));
  }

  @Test
  void aModelOfOneDrawCannotBeExplored() {
    Path other = folder.resolve("other");
    SmallData.train(ratings, other, "--quiet").requireOk();
    Run run = Run.of(List.of("recommend", "--model", other, "--user", "7", "--explore", "1"));
    run.requireRefused("--explore needs a model of several draws");
    Run.of(List.of("recommend", "--model", other, "--user", "7", "--explore", "-1"))
        .requireRefused("--explore is -1, expected 0 or more");
  }

  /** The second run's features are the titles' file of the first, in another order of lines. */
  @Test
  void featuresAreReadAndChangeTheModel() throws IOException {
    StringBuilder users = new StringBuilder();
    Model loaded = ModelFiles.load(model);
    for (int row = 0; row < loaded.userIds().size(); row++) {
      users.append(
          loaded.userIds().id(row) + "|" + row % 7 + "|" + (row % 2 == 0 ? "M" : "F") + "\n");
    }
    Path file = Files.writeString(folder.resolve("users"), users);
    Path other = folder.resolve("other");
    Run run = sample(other, "--user-features", file);
    assertThat(run.requireOk().err()).contains("users: 3 features");
    assertThat(ModelFiles.load(other).userFactors().values())
        .isNotEqualTo(loaded.userFactors().values());

    Path zip = folder.resolve("all.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name : List.of("users", "readme")) {
        out.putNextEntry(new ZipEntry(name));
        out.write(users.toString().getBytes(StandardCharsets.UTF_16));
        out.closeEntry();
      }
    }
    Path same = folder.resolve("same");
    sample(same, "--user-features", zip).requireRefused("--user-features-member");
    sample(
            same,
            "--user-features",
            zip,
            "--user-features-member",
            "users",
            "--user-features-encoding",
            "utf-16")
        .requireOk();
    assertThat(ModelFiles.load(same).userFactors().values())
        .isEqualTo(ModelFiles.load(other).userFactors().values());
  }
}
