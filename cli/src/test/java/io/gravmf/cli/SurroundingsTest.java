package io.gravmf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command with the ids, titles, options and shells that people have. */
class SurroundingsTest {

  @TempDir Path folder;
  private Path model;

  private static final String LONG = "x".repeat(5000);

  @BeforeEach
  void train() throws IOException {
    Path ratings = folder.resolve("r.csv");
    Files.writeString(
        ratings,
        "userId,movieId,rating\n"
            + "@alice,1,3\n\"Doe, John\",1,4\nbob,2,5\n-b,2,2\n@alice,2,1\nbob,3,4\n"
            + "\"Doe, John\",3,2\n-b,1,5\n"
            + LONG
            + ",1,4\n");
    Path items = folder.resolve("movies.csv");
    Files.writeString(
        items,
        "movieId,title,genres\n1,Star Wars (1977),Sci-Fi\n2,Dark Star (1974),Sci-Fi\n"
            + "3,\"Boot, Das (1981)\",War\n");
    model = folder.resolve("model");
    Run.of(
            "train",
            "--ratings",
            ratings,
            "--items",
            items,
            "--dim",
            2,
            "--epochs",
            5,
            "--quiet",
            "--out",
            model)
        .requireOk();
  }

  private Run predict(String user) {
    return Run.of("predict", "--model", model, "--user", user, "--item", 1);
  }

  private List<String> usersOf(Object... arguments) {
    Run run = Run.of(List.of("recommend", "--model", model, "-k", 1, "--include-rated"), arguments);
    return run.requireOk()
        .out()
        .lines()
        .skip(1)
        .map(line -> line.replaceAll(",1,[0-9]+,.*$", ""))
        .toList();
  }

  @Test
  void anIdMayBeginWithWhatOptionsAndFilesOfArgumentsBeginWith() {
    predict("@alice").requireOk();
    predict("-b").requireOk();
    predict("@nobody").requireRefused("the model has no user '@nobody'");
  }

  @Test
  void anIdMayHaveCommas() {
    predict("Doe, John").requireOk();
    assertThat(usersOf("--users", "Doe, John")).containsExactly("\"Doe, John\"");
    assertThat(usersOf("--users", "bob, \"Doe, John\",@alice"))
        .containsExactly("bob", "\"Doe, John\"", "@alice");
    assertThat(usersOf("--users", "bob", "--users", "Doe, John"))
        .containsExactly("bob", "\"Doe, John\"");
    Run.of("recommend", "--model", model, "--users", "bob,Jane")
        .requireRefused("the model has no user 'Jane'");
  }

  @Test
  void aLongOrStrangeIdIsShortInAMessage() {
    predict(LONG).requireOk();
    Run run = predict("y".repeat(100_000));
    run.requireRefused("the model has no user 'yyyy");
    assertThat(run.err()).contains("...' (100000 characters)").hasSizeLessThan(300);
    assertThat(predict("bib").err()).hasSizeLessThan(400);
    Run odd = predict("a\u001b[2Jb\nc");
    odd.requireRefused("no user 'a?[2Jb?c'");
    Run path = Run.of("describe", "--ratings", "/" + "n/".repeat(2000) + "end");
    assertThat(path.err()).hasSizeLessThan(1100).contains("...").contains("end: ");
    assertThat(path.code()).isEqualTo(2);
  }

  @Test
  void aPartOfATitleListsWhatHasIt() {
    Run.of("similar", "--model", model, "--title", "star")
        .requireRefused(
            "no item has the title 'star'; 2 contain it: 'Star Wars (1977)' (item 1), 'Dark Star"
                + " (1974)' (item 2): type more of it, or name one by --item");
    assertThat(Run.of("similar", "--model", model, "--title", "boot").requireOk().out())
        .startsWith("most like item 3, Boot, Das (1981)");
  }

  @ParameterizedTest
  @CsvSource({
    "--dim,0",
    "--epochs,0",
    "--print-every,0",
    "--early-stop,-1",
    "--checkpoint-every,-1",
    "--lr,NaN",
    "--beta1,1",
    "--beta2,-1",
    "--epsilon,-1",
    "--weight-decay,-1",
    "--lambda-r,-1",
    "--lambda-g,-1",
    "--init-deviation,-1",
    "--nu,NaN",
    "--split,0",
    "--threads,0",
    "--threads,1000000"
  })
  void aNumberThatIsRefusedIsNamedByItsOption(String option, String value) {
    Run.of("train", "--out", folder.resolve("m"), option, value)
        .requireRefused("gravmf: " + option);
  }

  @ParameterizedTest
  @CsvSource({
    "--components,4",
    "--perplexity,0",
    "--iterations,0",
    "--lr,0",
    "--theta,2",
    "--threads,0",
    "--threads,999999999"
  })
  void soIsOneOfTsne(String option, String value) {
    Run.of("tsne", "--model", model, option, value).requireRefused(option + " is ");
  }

  @Test
  void helpListsWholeSentences() {
    CommandLine commands = Main.commandLine();
    String help = Run.of("--help").requireOk().out().replaceAll("\\s+", " ");
    assertThat(commands.getSubcommands()).hasSizeGreaterThan(14);
    commands
        .getSubcommands()
        .forEach(
            (name, command) -> {
              String[] about = command.getCommandSpec().usageMessage().description();
              assertThat(about[0]).as(name).endsWith(".");
              assertThat(help).contains(name + " " + about[0]);
            });
  }

  @Test
  void missingCudaIsALongLineOnlyWhereItWasAskedFor() {
    Run train = Run.of("train", "--dim", 2, "--epochs", 1).requireOk();
    String line =
        train
            .out()
            .lines()
            .filter(each -> each.startsWith("training on "))
            .findFirst()
            .orElseThrow();
    assertThat(line).hasSizeLessThan(110);
  }

  /** The shell itself asks the script what may follow. */
  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    Path script = folder.resolve("completion.bash");
    Files.writeString(script, Run.of("completion", "bash").requireOk().out());
    assertThat(complete(script, "gravmf", "tr")).contains("train");
    assertThat(complete(script, "gravmf", "train", "--lambda-"))
        .contains("--lambda-r", "--lambda-g");
    assertThat(Run.of("completion", "zsh").requireOk().out()).contains("bashcompinit");
    Run.of("completion", "tcsh").requireRefused("'tcsh'");
  }

  private static List<String> complete(Path script, String... words) throws Exception {
    List<String> quoted = new ArrayList<>();
    for (String word : words) {
      quoted.add("'" + word + "'");
    }
    String ask =
        "source '"
            + script
            + "'; COMP_WORDS=("
            + String.join(" ", quoted)
            + "); COMP_CWORD="
            + (words.length - 1)
            + "; _complete_gravmf; printf '%s\\n' \"${COMPREPLY[@]}\"";
    Process bash = new ProcessBuilder("bash", "-c", ask).start();
    assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  @Test
  void fishIsToldEachCommandAndOption() {
    String script = Run.of("completion", "fish").requireOk().out();
    assertThat(script.lines())
        .contains(
            "complete -c gravmf -f -n __fish_use_subcommand -a train -d 'Trains a model.'",
            "complete -c gravmf -n '__fish_seen_subcommand_from train' -l dim -r -f -d 'Factors of"
                + " each; default: 100, with --optimizer gibbs 16.'",
            "complete -c gravmf -n '__fish_seen_subcommand_from tsne' -l points -r -F -d 'Embed the"
                + " rows of this .npy matrix.'");
  }

  /** Java 17 decodes arguments by the locale; without the launcher nothing makes that UTF-8. */
  @Test
  void lettersThatTheLocaleDoesNotKnowAreALineWithTheWayOut() throws Exception {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    words.addAll(List.of("describe", "--ratings"));
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", "exec \"$@\" $'caf\\xc3\\xa9.csv'", "-");
    builder.command().addAll(words);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.redirectErrorStream(true).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(
            new String(
                process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .startsWith("gravmf: 'caf")
        .contains("type: export LC_ALL=C.UTF-8");
    assertThat(process.exitValue()).isEqualTo(2);
  }
}
