package io.gravmf.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.data.synthetic.EmbeddedSample;
import io.gravmf.data.synthetic.SyntheticFiles;
import io.gravmf.data.synthetic.SyntheticRatings;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example runs, and is what the README shows. */
class TrainAndPredictTest {

  private static final Pattern PRINTED =
      Pattern.compile(
          "RMSE (\\d\\.\\d{3}), the mean's (\\d\\.\\d{3})\\R"
              + "user 196 would give item 242 (-?\\d+\\.\\d{2}) stars\\R");

  @TempDir private Path folder;

  @Test
  void trainsPredictsAndSaves() {
    SyntheticRatings sample = new SyntheticRatings(EmbeddedSample.CONFIG);
    SyntheticFiles.write(folder, sample, SyntheticFiles.Layout.ML_100K);
    Path out = folder.resolve("model");

    Matcher printed = PRINTED.matcher(run(folder.resolve("u.data"), out));

    assertThat(printed.matches()).isTrue();
    double rmse = Double.parseDouble(printed.group(1));
    assertThat(rmse).isLessThan(0.95 * Double.parseDouble(printed.group(2)));
    Model model = ModelFiles.load(out);
    assertThat(model.dim()).isEqualTo(16);
    assertThat(model.predict(195, 241))
        .isCloseTo(
            Double.parseDouble(printed.group(3)), org.assertj.core.data.Offset.offset(0.0051));
  }

  private static String run(Path ratings, Path out) {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      TrainAndPredict.main(new String[] {ratings.toString(), out.toString()});
    } finally {
      System.setOut(console);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void isWhatTheReadmeShows() throws IOException {
    String source =
        Files.readString(Path.of("src/main/java/io/gravmf/examples/TrainAndPredict.java"));
    String shown = source.substring(source.indexOf("here ...\n") + 9, source.indexOf("    // ..."));
    Matcher block =
        Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("../README.md")));

    assertThat(block.find()).isTrue();
    assertThat(block.group(1)).isEqualTo(shown.stripIndent());
    assertThat(shown.lines().count()).isEqualTo(10);
    for (String type : List.of("Ratings", "Splits", "Trainer", "Evaluation", "ModelFiles")) {
      assertThat(shown).contains(type);
    }
  }

  @Test
  void needsTheEngineAlone() {
    assertThatThrownBy(() -> Class.forName("picocli.CommandLine"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(() -> Class.forName("io.gravmf.cli.Main"))
        .isInstanceOf(ClassNotFoundException.class);
  }
}
