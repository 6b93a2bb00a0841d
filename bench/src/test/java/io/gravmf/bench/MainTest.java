package io.gravmf.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.bench.compare.Comparison;
import io.gravmf.bench.result.JmhJson;
import io.gravmf.bench.result.Measurement;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command with real JMH runs, the shortest there are. */
class MainTest {

  @TempDir private Path folder;

  private record Result(int code, String out, String err) {}

  private static Result run(Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** JMH refuses to run beside another JMH, whose times it would disturb; none is taken here. */
  @BeforeAll
  static void allowOthers() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  @Test
  void measuresWritesComparesAndReportsAgain() throws Exception {
    Path results = folder.resolve("results");
    Path ratings = folder.resolve("u.data");
    Files.writeString(ratings, "1\t1\t3\t0\n1\t2\t4\t0\n2\t1\t5\t0\n2\t2\t1\t0\n3\t1\t2\t0\n");
    Result run =
        run("--filter", "ModelFilesBenchmark.load", "--out", results, "--ratings", ratings);
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("1 benchmarks", "ModelFilesBenchmark.load", "ms/op");
    assertThat(Files.readString(results.resolve("README.md")))
        .contains("| load, sample, d = 100 | ", "## Left out", "--full");
    String machine = Files.readString(results.resolve("machine.json"));
    if (Files.exists(Path.of("/proc/stat"))) {
      assertThat(machine).contains("\"others\" : ");
    }
    if (Files.exists(Path.of("../.git"))) {
      assertThat(machine).containsPattern("\"version\" : \".*, commit [0-9a-f]{7,}");
    }
    assertThat(results.resolve("jmh.csv"))
        .content()
        .contains("\"Benchmark\",\"Mode\"", "ModelFilesBenchmark.load\",\"avgt\"");
    assertThat(results.resolve("jmh.json")).content().contains("-Dgravmf.ratings=u.data\"");

    Path document = folder.resolve("d.md");
    Files.writeString(document, "<!-- table files -->\n<!-- end -->\n");
    Result again =
        run("--report", results, "--compare", results.resolve("jmh.json"), "--docs", document);
    assertThat(again.code()).as(again.err()).isEqualTo(Comparison.UNDECIDED);
    assertThat(again.out())
        .contains("ambiguous", "  load, sample", "1 forks, at least 5 are needed", "0 slower");
    assertThat(document).content().contains("| load, sample, d = 100 | ");
  }

  @Test
  void otherSoftwareIsChosenByTheFilterToo() {
    Result list = run("--full", "--filter", "peers (objective|implicit)", "--list");
    assertThat(list.code()).as(list.err()).isZero();
    assertThat(list.out().lines())
        .contains("peers objective", "peers implicit sample", "peers implicit ml-1m")
        .noneMatch(line -> line.contains("Benchmark") || line.contains("Spark"));
  }

  @Test
  void outputThatCannotBeWrittenIsAnError() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            new PrintStream(full, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            "--list");
    assertThat(code).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(String.format("gravmf bench: standard output cannot be written%n"));
  }

  /** Against itself, which a jar that leads to this class path stands for. */
  @Test
  void buildsTakeTurns() throws Exception {
    Path other = folder.resolve("other.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" ")));
    new JarOutputStream(Files.newOutputStream(other), manifest).close();
    Path results = folder.resolve("turns");
    List<String> shortest = List.of("-f", "2", "-wi", "1", "-w", "20ms", "-i", "2", "-r", "20ms");
    List<Object> arguments =
        new ArrayList<>(
            List.of("--filter", "ModelFilesBenchmark.load", "--out", results, "--against", other));
    arguments.addAll(shortest);
    Result run = run(arguments.toArray());
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(Comparison.UNDECIDED);
    assertThat(run.out()).contains("2 forks, at least 7 are needed (-f 7)");
    List<Measurement> old = JmhJson.read(results.resolve("against.json"));
    assertThat(old).hasSameSizeAs(JmhJson.read(results.resolve("jmh.json"))).hasSize(1);
    assertThat(old.get(0).forks()).hasSize(2).allMatch(fork -> fork.size() == 2);

    // A benchmark that the other build does not have.
    new JarOutputStream(Files.newOutputStream(other)).close();
    Result failed = run(arguments.toArray());
    assertThat(failed.code()).isEqualTo(2);
    assertThat(failed.out()).contains("failed: the other build: ");
  }

  @Test
  void jmhsOptionsPass() throws Exception {
    Path results = folder.resolve("results");
    Path file = folder.resolve("mine.csv");
    Result run =
        run(
            "--filter",
            "ModelFilesBenchmark.load",
            "--out",
            results,
            "-wi",
            "1",
            "-i",
            "1",
            "-r",
            "50ms",
            "-prof",
            "gc",
            "-rf",
            "csv",
            "-rff",
            file);
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("gc.alloc.rate.norm");
    assertThat(file).content().contains("gc.alloc.rate.norm");
  }

  @Test
  void badInputIsOneLine() throws Exception {
    Path text = Files.writeString(folder.resolve("machine.json"), "{\"name\": 3");
    for (List<Object> arguments :
        List.of(
            List.<Object>of("--fulll"),
            List.<Object>of("--quick", "--full"),
            List.<Object>of("--filter", "no such benchmark"),
            List.<Object>of("--ratings", folder.resolve("none")),
            List.<Object>of("--goldens", folder),
            List.<Object>of("--device", "cpu-vector", "--list"),
            List.<Object>of("--device", "cuda:99", "--list"),
            List.<Object>of("--compare", folder.resolve("none")),
            List.<Object>of("--against", folder.resolve("none")),
            List.<Object>of("--against", text, "--compare", text),
            List.<Object>of("-f", "many", "--list"),
            List.<Object>of("-p", "dim=8"),
            List.<Object>of("--ratings", text, "--goldens", folder),
            List.<Object>of("--report", folder.resolve("none")),
            List.<Object>of("--report", text.getParent()))) {
      Result result = run(arguments.toArray());
      assertThat(result.code()).as("%s", arguments).isEqualTo(2);
      assertThat(result.err().lines()).as("%s", arguments).hasSize(1);
      assertThat(result.err()).startsWith("gravmf: ");
    }
    assertThat(run("--list").out()).contains("FmaBenchmark.fma", " minutes");
    assertThat(run("--help").out()).contains("--quick", "--compare");
  }
}
