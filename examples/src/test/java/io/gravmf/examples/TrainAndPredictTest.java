package io.gravmf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.data.synthetic.EmbeddedSample;
import io.gravmf.data.synthetic.SyntheticFiles;
import io.gravmf.data.synthetic.SyntheticRatings;
import io.gravmf.evaluate.Evaluation;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainAndPredictTest {

  @Test
  void theReadmesExampleTrainsAModelThatPredicts(@TempDir Path folder) {
    SyntheticFiles.write(
        folder, new SyntheticRatings(EmbeddedSample.CONFIG), SyntheticFiles.Layout.ML_100K);
    double rating = TrainAndPredict.run(folder.resolve("u.data"), folder.resolve("model"));
    Model model = ModelFiles.load(folder.resolve("model"));
    assertThat(rating).isEqualTo(model.predict(195, 241));
    Evaluation figures = Evaluation.of(model, EmbeddedSample.load().ratings());
    assertThat(figures.rmse()).isLessThan(0.8 * figures.meanRmse());
  }

  @Test
  void theReadmeShowsThisVeryExample() throws IOException {
    String source =
        Files.readString(Path.of("src/main/java/io/gravmf/examples/TrainAndPredict.java"));
    String body =
        source.substring(source.indexOf("// README\n") + 10, source.indexOf("    // end"));
    String example = body.replaceAll("(?m)^    ", "");
    assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + example + "```");
  }
}
