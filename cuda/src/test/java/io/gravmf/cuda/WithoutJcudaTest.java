package io.gravmf.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.Backends;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where JCuda's jars, or its libraries for the machine, are not: said in one line, and the CPU
 * trains.
 */
class WithoutJcudaTest {

  /** Prints what each device answers, and whether something of JCuda was loaded. */
  static final class Ask {

    private Ask() {}

    public static void main(String[] devices) throws IOException {
      for (String device : devices) {
        try {
          System.out.println(device + ": " + Backends.choose(device).backend().name());
        } catch (BackendUnavailableException e) {
          System.out.println(device + ": refused: " + e.getMessage());
        }
      }
      Path maps = Path.of("/proc/self/maps");
      boolean loaded = Files.exists(maps) && Files.readString(maps).contains("JCuda");
      System.out.println("JCuda's library: " + loaded);
    }
  }

  @TempDir private Path folder;

  private List<String> ask(List<String> flags, List<String> classPath, String... devices)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(flags);
    words.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), Ask.class.getName()));
    words.addAll(List.of(devices));
    ChildJvm child = ChildJvm.run(Path.of(System.getProperty("java.home")), folder, words);
    assertThat(child.exit()).as(child.out()).isZero();
    // Beside them, the engine logs which flag brings the faster loops.
    return child
        .out()
        .lines()
        .filter(line -> line.matches("(cuda|auto|cpu|JCuda's library): .*"))
        .toList();
  }

  private static List<String> classPath() {
    return Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
  }

  @Test
  void withoutItsJars() throws Exception {
    List<String> without =
        classPath().stream().filter(entry -> !entry.contains("/org/jcuda/")).toList();
    List<String> said = ask(List.of(), without, "cuda", "auto", "cpu");
    String reason =
        "CUDA cannot be used: org.jcuda:jcuda and org.jcuda:jcublas are missing on the class path or"
            + " module path";
    assertThat(said.get(0)).isEqualTo("cuda: refused: " + reason);
    assertThat(said.get(1)).startsWith("auto: cpu-");
    assertThat(said.get(2)).startsWith("cpu: cpu-");
  }

  @Test
  void onMachinesThatJcudaHasNoLibrariesFor() throws Exception {
    for (String[] machine : new String[][] {{"Mac OS X", "aarch64"}, {"Linux", "aarch64"}}) {
      List<String> flags = List.of("-Dos.name=" + machine[0], "-Dos.arch=" + machine[1]);
      List<String> said = ask(flags, classPath(), "cuda", "auto");
      String reason =
          "CUDA cannot be used: JCuda has native libraries for Linux and Windows on x86-64, this is "
              + machine[0]
              + " on "
              + machine[1];
      assertThat(said.get(0)).isEqualTo("cuda: refused: " + reason);
      assertThat(said.get(1)).startsWith("auto: cpu-");
    }
  }

  @Test
  void whereTheCpuWasAskedForNothingNativeIsLoaded() throws Exception {
    assertThat(ask(List.of(), classPath(), "cpu")).last().isEqualTo("JCuda's library: false");
  }
}
