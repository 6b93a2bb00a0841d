package io.gravmf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as its user meets it: real processes, after the jar is built. */
class LauncherIT {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;

  private record Result(int code, String out, String err) {}

  private Process start(Map<String, String> environment, Path launcher, Object... arguments)
      throws IOException {
    List<String> words =
        Stream.concat(Stream.of(launcher), Stream.of(arguments)).map(Object::toString).toList();
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectOutput(folder.resolve("out").toFile());
    builder.redirectError(folder.resolve("err").toFile());
    return builder.start();
  }

  private Result finish(Process process) throws IOException, InterruptedException {
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    // The launcher's filter of standard error may outlive the process by a moment.
    Thread.sleep(200);
    return new Result(
        process.exitValue(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }

  private Result run(Path launcher, Object... arguments) throws IOException, InterruptedException {
    return finish(start(Map.of(), launcher, arguments));
  }

  @Test
  void itRunsFromAnywhereThroughALinkAndASpacedPath() throws IOException, InterruptedException {
    Path spaced = Files.createDirectories(folder.resolve("a folder"));
    Path link = Files.createSymbolicLink(spaced.resolve("my gravmf"), ROOT.resolve("gravmf"));
    Result result = run(link, "--version");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("gravmf ");

    Path copy = Files.createDirectories(spaced.resolve("copy"));
    Files.copy(ROOT.resolve("gravmf"), copy.resolve("gravmf"));
    Files.createDirectories(copy.resolve("cli/target"));
    Files.copy(ROOT.resolve("cli/target/gravmf.jar"), copy.resolve("cli/target/gravmf.jar"));
    assertThat(run(copy.resolve("gravmf"), "--version").out()).startsWith("gravmf ");
  }

  @Test
  void theVectorApiIsThereAndItsWarningIsNot() throws IOException, InterruptedException {
    Result result = run(ROOT.resolve("gravmf"), "train", "--dim", 4, "--epochs", 2);
    assertThat(result.out())
        .contains("Vector API")
        .contains("embedded sample")
        .contains("gravmf fetch ml-100k");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void aMissingJavaIsOneLineWithWhatToType() throws IOException, InterruptedException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : List.of("bash", "env", "dirname", "readlink", "sed", "find")) {
      for (Path bin : List.of(Path.of("/usr/bin"), Path.of("/bin"))) {
        if (Files.exists(bin.resolve(tool)) && !Files.exists(tools.resolve(tool))) {
          Files.createSymbolicLink(tools.resolve(tool), bin.resolve(tool));
        }
      }
    }
    Map<String, String> environment = Map.of("PATH", tools.toString(), "JAVA_HOME", "");
    Result noJava = finish(start(environment, ROOT.resolve("gravmf"), "--version"));
    assertThat(noJava.code()).isEqualTo(2);
    assertThat(noJava.err().lines()).hasSize(1);
    assertThat(noJava.err()).contains("Java 17 or newer is missing; type: ");

    Path copy = Files.createDirectories(folder.resolve("unbuilt"));
    Files.copy(ROOT.resolve("gravmf"), copy.resolve("gravmf"));
    Map<String, String> noMaven =
        Map.of("PATH", tools.toString(), "JAVA_HOME", System.getProperty("java.home"));
    Result unbuilt = finish(start(noMaven, copy.resolve("gravmf"), "--version"));
    assertThat(unbuilt.code()).isEqualTo(2);
    assertThat(unbuilt.err().lines()).hasSize(1);
    assertThat(unbuilt.err()).contains("Maven 3.6.3 or newer is missing", "; type: ");
  }

  @Test
  void interruptedTrainingWritesAModelThatCanBeResumed() throws IOException, InterruptedException {
    Path model = folder.resolve("model");
    Process process =
        start(
            Map.of(),
            ROOT.resolve("gravmf"),
            "train",
            "--dim",
            16,
            "--epochs",
            2_000_000,
            "--print-every",
            50,
            "--out",
            model);
    Path out = folder.resolve("out");
    for (int wait = 0; wait < 300 && !Files.readString(out).contains("\n    50 "); wait++) {
      Thread.sleep(100);
    }
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    Result result = finish(process);
    assertThat(result.code()).isEqualTo(130);
    assertThat(result.out())
        .contains("interrupted: trained ")
        .contains("model written to " + model)
        .contains("go on with --resume " + model);
    assertThat(
            run(ROOT.resolve("gravmf"), "predict", "--model", model, "--user", 1, "--item", 1)
                .code())
        .isZero();
    Path checkpoint = model.resolve("checkpoint.safetensors");
    int done =
        Integer.parseInt(
            result.out().replaceAll("(?s).*interrupted: trained ([0-9]+) epochs.*", "$1"));
    Path resumed = folder.resolve("resumed");
    Path whole = folder.resolve("whole");
    assertThat(checkpoint).exists();
    assertThat(
            run(
                    ROOT.resolve("gravmf"),
                    "train",
                    "--dim",
                    16,
                    "--epochs",
                    done + 30,
                    "--resume",
                    model,
                    "--out",
                    resumed)
                .code())
        .isZero();
    assertThat(
            run(ROOT.resolve("gravmf"), "train", "--dim", 16, "--epochs", done + 30, "--out", whole)
                .code())
        .isZero();
    assertThat(resumed.resolve("model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("model.safetensors"));
  }
}
