package io.gravmf.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signals to a real process. */
class InterruptionTest {

  /** So many factors that an epoch takes seconds, time for a second signal. */
  private static final String SLOW = "1000";

  @TempDir private Path folder;

  private Process start(String dim) throws IOException {
    return start("train", dim, "--out", folder.resolve("model").toString());
  }

  private Process start(String command, String dim, String... more) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(command, "--device", "cpu-plain", "--dim", dim, "--print-every", "1"));
    words.addAll(List.of(more));
    return java(Main.class, words);
  }

  private Process java(Class<?> main, List<String> arguments) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    words.addAll(arguments);
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("out").toFile())
        .start();
  }

  private void awaitOutput(String text) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    for (int wait = 0; wait < 600 && !Files.readString(out).contains(text); wait++) {
      Thread.sleep(50);
    }
    assertThat(Files.readString(out)).contains(text);
  }

  private static void signal(Process process, String name)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Test
  void aRequestToTerminateWritesTheModelToo() throws IOException, InterruptedException {
    Process process = start("8");
    awaitOutput("\n     5 ");
    signal(process, "TERM");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    awaitOutput("stopping after this epoch; Ctrl-C again ends at once and writes nothing");
    awaitOutput("go on with --resume " + folder.resolve("model"));
    assertThat(folder.resolve("model/model.json")).exists();
    assertThat(folder.resolve("model/checkpoint.safetensors")).exists();
  }

  @Test
  void aReportIsOfWhatHasBeenTrainedByThen() throws IOException, InterruptedException {
    Path report = folder.resolve("report");
    Process process = start("report", "8", "--movies", "50", "--out", report.toString());
    awaitOutput("\n     5 ");
    signal(process, "TERM");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    awaitOutput(", interrupted (");
    awaitOutput("open " + report.resolve("report.html"));
    assertThat(report.resolve("loss.png")).isNotEmptyFile();
    assertThat(report.resolve("model/model.json")).exists();
  }

  @Test
  void aSecondCtrlCEndsAtOnce() throws IOException, InterruptedException {
    Process process = start(SLOW);
    awaitOutput("training on ");
    // The backend has yet to be opened; the first signal is to find training on its way.
    Thread.sleep(500);
    signal(process, "INT");
    awaitOutput("stopping after this epoch");
    signal(process, "INT");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    // The lock is the system's, and has ended with the process; the next run takes its file away.
    assertThat(folder.resolve("model").toFile().list()).containsExactly(".gravmf.lock");
    assertThat(Files.readString(folder.resolve("out"))).doesNotContain("interrupted: trained");
  }

  @Test
  void nothingBeginsAfterARequestToTerminate() throws IOException, InterruptedException {
    Process process = java(EndingMain.class, List.of());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(folder.resolve("out")).isEmptyFile();
  }
}
