package io.gravmf.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.Run;
import io.gravmf.cli.SmallData;
import io.gravmf.emulator.EmulatedDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TuneCommandTest {

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static Path ratings;
  private static Path space;

  @BeforeAll
  static void generate() throws IOException {
    SmallData.generate(folder);
    ratings = folder.resolve("u.data");
    space = folder.resolve("small.space");
    Files.writeString(
        space, "optimizer als\nbiases yes\ndim 1 .. 4\nsweeps 3 .. 9\nlambda-r 0.01 .. 10 log\n");
  }

  private static Run tune(Object... more) {
    return Run.of(
        List.of("tune", "--ratings", ratings, "--space", space, "--trials", 9, "--seed", 3), more);
  }

  /** The lines but for how long each took. */
  private static List<String> untimed(Path csv) throws IOException {
    return Files.readAllLines(csv).stream()
        .map(line -> line.replaceFirst("^(\\d+,\\d+,[^,]+),[^,]+,", "$1,,"))
        .toList();
  }

  @Test
  void theLastLineTrainsTheBest() throws IOException {
    Run run = tune("--split", 0.75).requireOk();
    List<String> lines = run.out().lines().toList();
    String command = lines.get(lines.size() - 1);
    assertThat(command)
        .startsWith("gravmf train --ratings " + ratings + " --split 0.75 --seed 3 --optimizer als");
    Path model = folder.resolve("tuned");
    Object[] words =
        Stream.concat(
                Stream.of(command.split(" ")).skip(1),
                Stream.of("--json", "--out", model.toString()))
            .toArray();
    double validation =
        JSON.readTree(Run.of(words).requireOk().out()).path("validation_rmse").asDouble();
    // Of ratings from 1 to 5 a few predictions may be clipped in the test alone.
    String test = lines.get(lines.size() - 2);
    assertThat(test).startsWith("on what was set aside, trained on all the rest: rmse ");
    double clipped = Double.parseDouble(test.replaceFirst(".*rmse ([0-9.]+),.*", "$1"));
    assertThat(clipped).isLessThanOrEqualTo(validation + 1e-5).isGreaterThan(0.9 * validation);
  }

  @Test
  void stoppingAndGoingOnChangesNothing() throws IOException {
    Path whole = folder.resolve("whole.csv");
    Path paused = folder.resolve("paused.csv");
    Run complete = tune("--out", whole, "--json").requireOk();
    List<String> lines = Files.readAllLines(whole);
    assertThat(lines).hasSize(2 + 9 + 3 + 1);
    for (int kept : new int[] {2, 5, 12, 14}) {
      Files.write(paused, lines.subList(0, kept));
      Run resumed = tune("--out", paused, "--resume", "--json", "--threads", 1).requireOk();
      assertThat(untimed(paused)).isEqualTo(untimed(whole));
      assertThat(resumed.out().replace(paused.toString(), whole.toString()))
          .isEqualTo(complete.out());
    }
    tune("--out", whole).requireRefused("exists; --resume goes on with it");
    tune("--out", whole, "--resume", "--objective", "mae").requireRefused("is not of this search");
  }

  @Test
  void trialsThatLearnedFromOtherRatingsAreNotGoneOnWith() throws IOException {
    Path csv = folder.resolve("divided.csv");
    tune("--out", csv).requireOk();
    List<String> lines = new ArrayList<>(Files.readAllLines(csv));
    assertThat(lines.get(0)).contains(", trials by ");
    // As a version wrote it whose trials all learned from another part.
    lines.set(0, lines.get(0).replaceFirst(", trials by .*(?=, seed )", ""));
    Files.write(csv, lines);
    tune("--out", csv, "--resume").requireRefused("is not of this search");
  }

  @Test
  void aBudgetOfNothingStillSaysSo() {
    tune("--budget", "0s").requireRefused("no trial has a score, so there is no best one");
  }

  private static Run tuneBy(String space, Object... more) throws IOException {
    Path file = folder.resolve("by.space");
    Files.writeString(file, space);
    return Run.of(List.of("tune", "--ratings", ratings, "--space", file), more);
  }

  @Test
  void trialsThatCannotBeAreCountedAndTheOthersGoOn() throws IOException {
    String space = "optimizer gibbs\ndim 2\nsweeps 1 .. 9\nburn-in 0\nsamples 4\n";
    assertThat(tuneBy(space, "--trials", 9).requireOk().out())
        .containsPattern(
            "[2-8] trials have no score; trial [0-8]: --samples is 4, expected from 1 to the"
                + " sweeps after burn-in, [123]");
    tuneBy(space.replace("1 .. 9", "2, 3"), "--trials", 3)
        .requireRefused("by.space line 5: --samples is 4, expected from 1 to the sweeps after");
  }

  @Test
  void whatMadeAllTrialsFailIsSaid() throws IOException {
    tuneBy(
            "optimizer als\nalpha0 0.1\ndim 2\nsweeps 1\nlambda-r 1\ninit-deviation 3e38\n",
            "--trials",
            9)
        .requireRefused("no trial has a score, so there is no best one; 9 trials have");
    tuneBy("optimizer als\ndim 2000000000\n", "--trials", 3)
        .requireRefused("3 trials have no score; trial 0: training needs ");
    tuneBy("optimizer als\ndim 2\nsweeps 9\n", "--budget", "0s")
        .requireRefused("no best one; the budget was over before any began");
  }

  @Test
  void aStreamIsNothingToGoOnWith() {
    Assumptions.assumeTrue(Files.exists(Path.of("/dev/fd/1")), "skipped: no /dev/fd/1");
    tune("--out", "/dev/fd/1", "--resume")
        .requireRefused("--resume goes on with a file, /dev/fd/1 is a stream");
  }

  @Test
  void theSearchNeverSeesWhatIsSetAside() throws IOException {
    // The same ratings to train on, others to test on: the same scores.
    Path train = folder.resolve("train.data");
    List<String> all = Files.readAllLines(ratings);
    Files.write(train, all.subList(0, 1200));
    List<Path> csvs = new ArrayList<>();
    for (int from : new int[] {1200, 1350}) {
      Path test = folder.resolve("test" + from + ".data");
      // All ids are known from the training part, so rows are the same.
      Files.write(test, relabelled(all.subList(0, 150), from));
      Path csv = folder.resolve("nested" + from + ".csv");
      Run.of(
              "tune",
              "--ratings",
              train,
              "--validation",
              test,
              "--space",
              space,
              "--trials",
              5,
              "--out",
              csv)
          .requireOk();
      csvs.add(csv);
    }
    assertThat(untimed(csvs.get(0)).subList(2, 7)).isEqualTo(untimed(csvs.get(1)).subList(2, 7));
  }

  private static List<String> relabelled(List<String> lines, int shift) {
    return lines.stream()
        .map(
            line -> {
              String[] fields = line.split("\t", -1);
              fields[2] = Integer.toString(1 + (Integer.parseInt(fields[2]) + shift / 100) % 5);
              return String.join("\t", fields);
            })
        .toList();
  }

  @Test
  void listsAreAnObjectiveToo() throws IOException {
    Path lists = folder.resolve("lists.space");
    Files.writeString(lists, "optimizer als\nalpha0 0.01 .. 1 log\ndim 2, 4\nsweeps 3\n");
    Path picture = folder.resolve("search.png");
    Run run =
        Run.of(
                "tune",
                "--ratings",
                ratings,
                "--space",
                lists,
                "--trials",
                3,
                "--objective",
                "ndcg@5",
                "--picture",
                picture,
                "--json")
            .requireOk();
    JsonNode found = JSON.readTree(run.out());
    assertThat(found.path("score").asDouble()).isBetween(0.0, 1.0);
    assertThat(found.path("test").path("recall@5").asDouble()).isBetween(0.0, 1.0);
    assertThat(found.path("command").asString()).contains("--alpha0 ");
    if (!run.err().contains("no PNG")) {
      assertThat(ImageIO.read(picture.toFile()).getWidth()).isGreaterThan(400);
    }
  }

  @Test
  void theBuiltInRangesCanBeHadAsAFile() throws IOException {
    Path file = folder.resolve("wide.space");
    Files.writeString(file, Run.of("tune", "--print-space").requireOk().out());
    assertThat(Files.readString(file)).contains("lambda-r ");
    tune("--space", file, "--trials", 1).requireRefused("--space");
    Run.of("tune", "--ratings", ratings, "--space", file, "--trials", 1).requireOk();
    assertThat(Run.of("tune", "--print-space", "--objective", "ndcg@10").requireOk().out())
        .contains("alpha0 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dims 3|line 1: found 'dims', expected an option of train without its dashes; did you mean"
            + " dim?",
        "dim many|line 1: Invalid value for option '--dim': 'many' is not an int",
        "biases perhaps|line 1: found 'perhaps' for biases, expected yes or no",
        "early-stop 3|line 1: early-stop is nothing to search for",
        "seed 1 .. 3|found 'seed', expected an option of train without its dashes",
        "lambda-b 0.1 .. 1|wrong.space line 1: --lambda-b needs --biases",
        "lambda-r -1 .. 1|wrong.space line 1: --lambda-r is -1.0, expected a finite number, 0 or",
        "dim 0 .. 8|wrong.space line 1: --dim is 0, expected 1 or more",
        "cg-steps 3|wrong.space line 1: --cg-steps is not an option of --optimizer adamw",
        "optimizer sgd|--optimizer: found sgd",
      })
  void settingsThatAreNoneAreRefused(String line, String message) throws IOException {
    Path file = folder.resolve("wrong.space");
    Files.writeString(file, line + "\n");
    Run.of("tune", "--ratings", ratings, "--space", file, "--trials", 1).requireRefused(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--objective speed|found 'speed', expected rmse, mae, or a ranking's figure",
        "--objective ndcg@0|found 'ndcg@0', expected rmse",
        "--budget 5|found '5', expected such as 60s, 5m or 2h",
        "--trials 0|expected 1 to 1000000",
        "--resume|--resume needs --out",
      })
  void optionsThatAreNoneAreRefused(String options, String message) {
    Run.of(List.of("tune", "--ratings", ratings), (Object[]) options.split(" "))
        .requireRefused(message);
  }

  private static String line(Run run, String start) {
    return run.out().lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  /** Whatever runs beside a trial. */
  @Test
  void aGpuTrainsManyAtOnceToTheSameScores() throws IOException {
    EmulatedDriver.requireBuilt();
    String space =
        "optimizer als, als-cg\nbiases yes\ndim 1 .. 4\nsweeps 9 .. 30\nlambda-r 0.01 .. 1 log\n";
    Path file = folder.resolve("gpu.space");
    Files.writeString(file, space);
    Path alone = folder.resolve("alone.csv");
    Path together = folder.resolve("together.csv");
    Object[] words = {
      "tune", "--ratings", ratings, "--space", file, "--trials", 9, "--device", "cuda"
    };
    Run one = Run.of(List.of(words), "--at-once", 1, "--out", alone).requireOk();
    Run many = Run.of(List.of(words), "--out", together).requireOk();
    assertThat(untimed(together)).isEqualTo(untimed(alone));
    assertThat(line(one, "searching on ")).endsWith(", 1 at once");
    assertThat(line(many, "searching on "))
        .endsWith(
            ", 8 at once as branches of one graph, each 1 MiB or less of 4,096 MiB that are free");
    Run.of(List.of(words), "--at-once", 0).requireRefused("--at-once is 0, expected 1 or more");
    Run.of(List.of(words), "--at-once", 2, "--epoch-path", "stream")
        .requireRefused("--at-once is 2, expected 1 with this --epoch-path and --gravity");
    assertThat(line(Run.of(List.of(words), "--epoch-path", "stream").requireOk(), "searching on "))
        .contains(", 1 at once, for several run by graphs");
  }

  @Test
  void fewerAreTrainedAtOnceWhereMemoryIsScarce() throws IOException {
    EmulatedDriver.requireBuilt();
    EmulatedDriver.load();
    try {
      EmulatedDriver.set("memory", 12 << 20);
      Run run =
          tuneBy(
              "optimizer als\ndim 100\nsweeps 1\nlambda-r 1\n", "--trials", 3, "--device", "cuda");
      assertThat(line(run.requireOk(), "searching on "))
          .containsPattern(", 2 at once as branches of one graph, each 6 MiB or less of 12 MiB");
    } finally {
      EmulatedDriver.reset();
    }
  }
}
