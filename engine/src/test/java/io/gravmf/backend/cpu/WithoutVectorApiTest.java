package io.gravmf.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.Backends;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A JVM that nobody gave a flag, as an embedder's: these tests' own has the Vector API. */
class WithoutVectorApiTest {

  /** What the other JVM runs. */
  static final class Chooses {
    public static void main(String[] args) {
      System.out.println(Backends.choose("cpu").backend().name());
      System.out.println(Backends.choose("cpu-plain").backend().name());
    }
  }

  @Test
  void oneLoggedLineTellsWhatToPass() throws IOException, InterruptedException {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Chooses.class.getName())
            .start();
    String out = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String log = new String(java.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor()).isZero();
    assertThat(out.lines()).containsExactly("cpu-plain", "cpu-plain");
    List<String> told = log.lines().filter(line -> line.contains("--add-modules")).toList();
    assertThat(told)
        .singleElement()
        .asString()
        .endsWith(
            "the CPU runs plain loops: pass --add-modules jdk.incubator.vector to java for the"
                + " faster Vector API kernels");
  }
}
