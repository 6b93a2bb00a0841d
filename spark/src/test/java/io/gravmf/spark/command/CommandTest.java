package io.gravmf.spark.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gravmf.spark.LocalSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as a shell meets it: what it writes, and what it says of bad words and bad files. */
class CommandTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tarin                              | there is no command tarin, expected train, predict or recommend
          train --out m                      | train needs --ratings; type: train --ratings PATH
          train --ratings r                  | train needs --out; type: train --out PATH
          predict --model m --out p          | predict needs --ratings; type: predict --ratings PATH
          recommend --out p                  | recommend needs --model; type: recommend --model PATH
          train r                            | found r, expected an option, --name
          train --ratings r --out m --rank   | --rank has no value; type: --rank VALUE
          train --rank --out m --ratings r   | --rank has no value; type: --rank VALUE
          train --ratings r --out m --rank=1 --rank 2 | --rank is given twice
          train --ratings r --out m --rnak 3 | train has no option --rnak; type: train --help
          train --ratings r --out m --count 3 | train has no option --count; type: train --help
          recommend --model m --out p --ratings r | recommend has no option --ratings; type: recommend --help
          train --ratings r --out m --rank x | --rank is x, expected a whole number
          train --ratings r --out m --rank 0 | --rank is 0, expected: number of factors (>= 1)
          train --ratings r --out m --reg-param Infinity | --reg-param is Infinity, expected: weight of the penalty on factors (>= 0)
          train --ratings r --out m --alpha= | --alpha is , expected a number
          train --ratings r --out m --implicit-prefs yes | --implicit-prefs is yes, expected true or false
          train --ratings r --out m --device gpu | --device is gpu, expected: what solves rows: cuda, tasks' GPUs; auto: these where all tasks are given one: cpu, cuda, auto
          train --ratings r --out m --format json | --format is json, expected parquet or csv
          train --ratings r --out m --header yes | --header is yes, expected false or true
          recommend --model m --out p --count 0 | --count is 0, expected a whole number from 1 to 999999999
          """)
  void wrongWordsAreFoundBeforeSparkStarts(String line, String message) {
    assertThatThrownBy(() -> Command.parse(line.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"--help", "train --help", "train --rank 3 -h", "train --help --bogus"})
  void helpIsGivenWhereverItIsAskedFor(String line) {
    assertThat(Command.parse(line.split(" ")).isHelp()).isTrue();
  }

  @Test
  void trainsPredictsAndRecommends() throws Exception {
    Path ratings = write("ratings.csv", "user\titem\trating", lines("%d\tm%d\t%d"));
    Path pairs = write("pairs.csv", lines("%d,m%d"));
    Path model = folder.resolve("model");
    for (int time = 0; time < 2; time++) {
      assertThat(
              run(
                  "train --debug --header true --delimiter tab --rank 3 --max-iter=2 --ratings",
                  ratings,
                  "--validation",
                  ratings,
                  "--out",
                  model))
          .startsWith("sweep 1: total ")
          .contains("sweep 2: ", "validation RMSE ")
          .endsWith("model written to " + model + "\n");
    }
    run("predict --model", model, "--ratings", pairs, "--out", folder.resolve("predicted"));
    run("recommend --count 3 --model", model, "--out", folder.resolve("best"));

    assertThat(
            LocalSpark.session()
                .read()
                .parquet(folder.resolve("predicted").toString())
                .filter("prediction > 0")
                .count())
        .isEqualTo(40);
    assertThat(LocalSpark.session().read().parquet(folder.resolve("best").toString()).count())
        .isEqualTo(8);
    assertThat(names()).containsExactly("best", "model", "pairs.csv", "predicted", "ratings.csv");
  }

  /** A file of integers asks a model that was trained on others than integers too. */
  @Test
  void idsAreAskedForByWhatIsWritten() throws Exception {
    Path ratings = write("ratings.csv", lines("%d,%d,%d"), "9000000000,1,3", "x,true,3");
    Path pairs = write("pairs.csv", "9000000000,1", "3,1", "7,true");
    run("train --rank 2 --max-iter 1 --ratings", ratings, "--out", folder.resolve("model"));
    run(
        "predict --model",
        folder.resolve("model"),
        "--ratings",
        pairs,
        "--out",
        folder.resolve("p"));
    assertThat(
            LocalSpark.session()
                .read()
                .parquet(folder.resolve("p").toString())
                .filter("not isnan(prediction)")
                .count())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1,2,3;4,5        | :2: found '4,5', expected 3 columns divided by ',': _c0, _c1, _c2, of which _c2 is a number
          1,2,3;4,5,6,7    | :2: found '4,5,6,7', expected 3 columns
          1,2,3;;4,5,      | :3: found '4,5,', expected 3 columns
          1,2,3;,5,6       | :2: found ',5,6', expected 3 columns
          1,2,3;4,5,x      | :2: found '4,5,x', expected 3 columns
          1,2,3;4,5,NaN    | :2: found '4,5,NaN', expected 3 columns
          1,2,3;4,5,1e300  | :2: found '4,5,1e300', expected 3 columns
          u,i,r;1,2,3      | :1: found 'u,i,r', expected 3 columns divided by ',': _c0, _c1, _c2, of which _c2 is a number; if the first line has names: --header true
          1,2,3;4,"5,6     | :2: found '4,"5,6', expected 3 columns
          1\t2\t3;4\t5\t6  | : found 1 column, _c0, expected user, item and rating; --delimiter says what divides them, and is ,
          ''               | : found nothing, expected ratings
          """)
  void badLinesAreNamed(String text, String message) throws Exception {
    Path ratings = write("ratings.csv", text.replace("\\t", "\t").split(";", -1));
    Failure failure = failure("train --ratings", ratings, "--out", folder.resolve("model"));
    assertThat(failure.line()).startsWith(ratings + message).doesNotContain("\n");
    assertThat(failure.exitCode()).isEqualTo(2);
    assertThat(names()).containsExactly("ratings.csv");
  }

  @Test
  void linesAreCountedFromTheHeader() throws Exception {
    Path ratings = write("ratings.csv", "u,i,r", "1,2,3", "4,5");
    assertThat(
            failure("train --header true --ratings", ratings, "--out", folder.resolve("m")).line())
        .startsWith(ratings + ":3: found '4,5'");
    assertThat(
            failure(
                    "train --header true --columns u,j,r --ratings",
                    ratings,
                    "--out",
                    folder.resolve("m"))
                .line())
        .isEqualTo(ratings + ": there is no column j; there are u, i, r");
  }

  @Test
  void aFileIsNamedWhateverItsNameHas() throws Exception {
    Path place = Files.createDirectory(folder.resolve("those of 2025 [new]"));
    Path ratings = Files.writeString(place.resolve("my ratings {1}.csv"), "1,2,3\n4,5\n");
    assertThat(
            failure(
                    "train --ratings",
                    place.resolveSibling("those of 2025*"),
                    "--out",
                    folder.resolve("m"))
                .line())
        .startsWith(ratings + ":2: found '4,5'");
  }

  @Test
  void filesThatAreMissingOrSomethingElseAreNamed() throws Exception {
    Path ratings = write("ratings.csv", lines("%d,%d,%d"));
    Path absent = folder.resolve("absent");
    Path out = folder.resolve("out");
    for (Object[] words :
        List.of(
            new Object[] {"train --ratings", absent, "--out", out},
            new Object[] {"train --format parquet --ratings", absent, "--out", out},
            new Object[] {"train --ratings", ratings, "--validation", absent, "--out", out},
            new Object[] {"recommend --model", absent, "--out", out})) {
      Failure failure = failure(words);
      assertThat(failure.line()).contains(absent.toString(), "no such file").doesNotContain("\n");
      assertThat(failure.exitCode()).isEqualTo(2);
    }
    Failure failure = failure("train --format parquet --ratings", ratings, "--out", out);
    assertThat(failure.line()).contains("ratings.csv");
    assertThat(failure.exitCode()).isEqualTo(2);
    assertThat(names()).containsExactly("ratings.csv");
  }

  @Test
  void nothingElseThanAModelIsReplaced() throws Exception {
    Path ratings = write("ratings.csv", lines("%d,%d,%d"));
    Path there = Files.createDirectory(folder.resolve("there"));
    Files.writeString(there.resolve("precious"), "x");
    Failure failure = failure("train --ratings", ratings, "--out", there);
    assertThat(failure.line()).startsWith(there + " exists and is no model of Spark's");
    assertThat(failure("recommend --model", there, "--out", there).line())
        .startsWith(there + " exists; ");
    failure = failure("train --ratings", ratings, "--out", ratings.resolve("below"));
    assertThat(failure.line()).startsWith("--out is " + ratings.resolve("below"));
    assertThat(failure.exitCode()).isEqualTo(2);
    assertThat(there.resolve("precious")).exists();
  }

  @Test
  void modelsOfTheEngineAreToldApart() throws Exception {
    Path ratings = write("ratings.csv", lines("%d,%d,%d"));
    Path engine = folder.resolve("engine");
    run(
        "train --rank 2 --max-iter 1 --ratings",
        ratings,
        "--export",
        engine,
        "--out",
        folder.resolve("model"));
    Failure failure = failure("recommend --model", engine, "--out", folder.resolve("best"));
    assertThat(failure.line()).startsWith(engine + " is a model of the engine");
    assertThat(failure.exitCode()).isEqualTo(2);
  }

  /** What Spark says of a fault that a task met is a page long. */
  @Test
  void faultsOfTasksAreOneLine() throws Exception {
    Path ratings = write("ratings.csv", "1,2,3", "1.5,3,4");
    Failure failure = failure("train --ratings", ratings, "--out", folder.resolve("model"));
    assertThat(failure)
        .isEqualTo(
            new Failure(
                "column _c0 has 1.5, expected an id: an integer in the range of int, or text", 2));
    ratings = write("ratings.csv", "1,2,3", "1,3,-4");
    failure =
        failure("train --implicit-prefs true --ratings", ratings, "--out", folder.resolve("model"));
    assertThat(failure.line())
        .isEqualTo(
            "column _c2 has -4.0, expected 0 or more, in the range of float: with implicitPrefs it"
                + " is a weight");
    assertThat(failure.exitCode()).isEqualTo(2);
    ratings = write("ratings.csv", "1,2,3e38", "1,3,-3e38", "2,3,3e38");
    failure = failure("train --ratings", ratings, "--out", folder.resolve("model"));
    assertThat(failure).isEqualTo(new Failure("the loss of sweep 1 is NaN", 2));
    assertThat(Failure.of(new IllegalStateException("x")).exitCode()).isEqualTo(2);
    assertThat(Failure.of(new NullPointerException()))
        .isEqualTo(new Failure("NullPointerException: no more is known (--debug shows where)", 1));
  }

  /** Ratings of 8 users and 5 items. */
  private static String lines(String format) {
    List<String> lines = new ArrayList<>();
    for (int k = 0; k < 40; k++) {
      lines.add(format.formatted(k % 8, k / 8, 1 + k % 5));
    }
    return String.join("\n", lines);
  }

  private Path write(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String run(Object... words) throws IOException {
    List<String> all = new ArrayList<>();
    for (Object word : words) {
      all.addAll(word instanceof String text ? List.of(text.split(" ")) : List.of(word.toString()));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Command.parse(all.toArray(String[]::new))
        .run(LocalSpark.session(), new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Failure failure(Object... words) {
    return Failure.of(catchThrowable(() -> run(words)));
  }
}
