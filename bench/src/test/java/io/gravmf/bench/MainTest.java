package io.gravmf.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
    assertThat(results.resolve("machine.json")).exists();
    assertThat(results.resolve("jmh.json")).content().contains("-Dgravmf.ratings=u.data\"");

    Path document = folder.resolve("d.md");
    Files.writeString(document, "<!-- table files -->\n<!-- end -->\n");
    Result again =
        run("--report", results, "--compare", results.resolve("jmh.json"), "--docs", document);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("same", "1.000 [", "0 slower");
    assertThat(document).content().contains("| load, sample, d = 100 | ");
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
