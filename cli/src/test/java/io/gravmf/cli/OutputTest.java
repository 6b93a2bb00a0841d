package io.gravmf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No output is lost or wrong without a word. */
class OutputTest {

  @TempDir Path folder;
  private Path ratings;
  private Path model;

  @BeforeEach
  void generate() {
    ratings = folder.resolve("u.data");
    model = folder.resolve("model");
    SmallData.generate(folder);
  }

  private void train() {
    SmallData.train(ratings, model, "--quiet").requireOk();
  }

  /** Each command that prints results. */
  private List<List<Object>> commands() {
    return List.of(
        List.of("--help"),
        List.of("--version"),
        List.of("describe", "--ratings", ratings),
        List.of("describe", "--ratings", ratings, "--json"),
        List.of("evaluate", "--model", model, "--ratings", ratings),
        List.of("predict", "--model", model, "--user", 1, "--item", 1),
        List.of("genres", "--items", folder.resolve("u.item")),
        List.of("check", "--model", model, "--ratings", ratings),
        List.of("recommend", "--model", model, "--user", 1),
        List.of("recommend", "--model", model, "--users", "all"),
        List.of("similar", "--model", model, "--item", 1),
        List.of("tsne", "--model", model, "--iterations", 260),
        List.of(
            "generate", "--users", 5, "--items", 5, "--count", 10, "--out", folder.resolve("g")),
        List.of("devices"),
        List.of("train", "--ratings", ratings, "--dim", 2, "--epochs", 2, "--out", model));
  }

  /** A disk that is full after some bytes. */
  private static OutputStream full(int room, String reason) {
    return new OutputStream() {
      private int left = room;

      @Override
      public void write(int value) throws IOException {
        if (left-- <= 0) {
          throw new IOException(reason);
        }
      }
    };
  }

  @Test
  void standardOutputThatCannotBeWrittenIsALineAndAFailure() {
    train();
    for (List<Object> command : commands()) {
      for (int room : new int[] {0, 5}) {
        Run run = Run.into(full(room, "No space left on device"), command.toArray());
        assertThat(run.code()).as(command.toString()).isEqualTo(2);
        assertThat(run.err())
            .as(command.toString())
            .endsWith(
                "gravmf: standard output cannot be written: No space left on device"
                    + System.lineSeparator());
      }
    }
  }

  @Test
  void aReaderThatHasReadEnoughIsNoError() {
    Run run = Run.into(full(5, "Broken pipe"), "describe", "--ratings", ratings);
    assertThat(run.code()).isEqualTo(141);
    assertThat(run.err()).isEmpty();
  }

  /** Standard output opened on a file: what is printed and the history follow each other there. */
  @Test
  void aDescriptorIsWrittenToAndItsFileIsNotReplaced() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/dev/stdout")), "skipped: no /dev/stdout");
    Path log = Files.writeString(folder.resolve("log"), "before\n");
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    words.addAll(List.of("train", "--ratings", ratings.toString(), "--device", "cpu-plain"));
    words.addAll(List.of("--epochs", "3", "--dim", "2", "--history", "/dev/stdout"));
    for (ProcessBuilder.Redirect to :
        List.of(
            ProcessBuilder.Redirect.appendTo(log.toFile()),
            ProcessBuilder.Redirect.to(log.toFile()))) {
      Process process =
          new ProcessBuilder(words).redirectOutput(to).redirectErrorStream(true).start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
      String text = Files.readString(log);
      assertThat(text)
          .containsPattern("(?s)training on .*epoch,train_mse.*\n2,.*trained 3 epochs in .*\n$");
      assertThat(text.startsWith("before\n"))
          .isEqualTo(to.type() == ProcessBuilder.Redirect.Type.APPEND);
    }
  }

  @Test
  void whatCannotBeWrittenIsFoundOutBeforeTraining() throws IOException {
    Path dangling = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("none"));
    refusedBeforeTraining(
        "--out: " + dangling + " is a link to " + folder.resolve("none"), dangling);
    refusedBeforeTraining("--out: " + dangling + " is a link to ", dangling.resolve("below"));
    Path occupied = folder.resolve("occupied");
    Files.createDirectories(occupied.resolve("model.safetensors"));
    refusedBeforeTraining(
        "--out: " + occupied.resolve("model.safetensors") + " is a directory, expected a file",
        occupied);
    Path piped = Files.createDirectory(folder.resolve("piped"));
    Files.createSymbolicLink(piped.resolve("model.json"), Path.of("/dev/null"));
    refusedBeforeTraining(
        "--out: " + piped.resolve("model.json") + " is a pipe or a device, expected a file", piped);
    refusedBeforeTraining("cannot be written: ", folder.resolve("n".repeat(300)));
    assertThat(folder.resolve("none")).doesNotExist();
    Path deep = folder.resolve("a/b/c");
    Run.of("train", "--ratings", ratings, "--dim", 2, "--epochs", 2, "--lr", "1e30", "--out", deep)
        .requireRefused("the loss at epoch ");
    assertThat(folder.resolve("a")).doesNotExist();
  }

  private void refusedBeforeTraining(String message, Path out) {
    Run run = Run.of("train", "--ratings", ratings, "--epochs", 2, "--out", out);
    run.requireRefused(message);
    assertThat(run.out()).as("nothing is read, let alone trained").isEmpty();
  }

  @Test
  void ratingsThatAreAllEqualHaveNoPercentage() throws IOException {
    Path equal = folder.resolve("equal.csv");
    Files.writeString(equal, "1,1,3\n1,2,3\n2,1,3\n2,2,3\n3,1,3\n");
    Run run = Run.of("train", "--ratings", equal, "--dim", 2, "--epochs", 3).requireOk();
    assertThat(run.out())
        .containsPattern("validation RMSE [0-9.]+, beside 0.0000, the RMSE of the mean for all")
        .doesNotContain("Infinity", "NaN");
  }

  @Test
  void aDeviationOfOneValueIsNullInJson() throws IOException {
    Path one = Files.writeString(folder.resolve("one.csv"), "1,1,3\n1,2,4\n1,3,4\n");
    String json = Run.of("describe", "--ratings", one, "--json").requireOk().out();
    assertThat(json).contains("\"std\" : null").doesNotContain("NaN");
  }

  @Test
  void digitsAreTheSameInEveryLocale() {
    train();
    List<String> expected = outputs();
    Locale before = Locale.getDefault();
    try {
      for (String tag : List.of("ar-EG-u-nu-arab", "fa-IR", "tr-TR", "de-DE")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(outputs()).as(tag).isEqualTo(expected);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  /** What the commands print whose output is always the same. */
  private List<String> outputs() {
    return commands().stream()
        .filter(command -> !command.get(0).equals("train"))
        .map(command -> Run.of(command.toArray()).requireOk().out())
        .toList();
  }
}
