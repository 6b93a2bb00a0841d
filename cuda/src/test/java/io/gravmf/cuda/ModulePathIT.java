package io.gravmf.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.emulator.EmulatedDriver;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The jars as named modules, used by a module that requires the engine alone. */
class ModulePathIT {

  private static final String[] ENGINE = {
    "gravmf-engine", "commons-math3", "commons-rng", "fastcsv", "jackson"
  };

  private static final String[] CUDA = {"gravmf-cuda", "gravmf-kernels", "jcuda", "jcublas"};

  private static final String DESCRIPTOR = "module app { requires io.gravmf.engine; }";

  /** Trains on a device and says what is loaded, as Linux has it. */
  private static final String MAIN =
      """
      package app;

      import io.gravmf.backend.Backends;
      import io.gravmf.data.Splits;
      import io.gravmf.data.synthetic.EmbeddedSample;
      import io.gravmf.train.Trainer;
      import io.gravmf.train.TrainingConfig;
      import io.gravmf.train.TrainingListener;
      import java.nio.file.Files;
      import java.nio.file.Path;

      public class Main {
        public static void main(String[] words) throws Exception {
          var backend = Backends.choose(words[0]).backend();
          var split = Splits.random(EmbeddedSample.load().ratings(), 0.8, 1);
          var config = TrainingConfig.builder().dim(8).epochs(3).build();
          var model = Trainer.train(split, config, backend, TrainingListener.NONE).model();
          System.out.println(backend.name() + " in " + backend.getClass().getModule().getName());
          System.out.println("predicts " + Float.isFinite((float) model.predict(0, 0)));
          Path maps = Path.of("/proc/self/maps");
          boolean loaded = Files.exists(maps) && Files.readString(maps).contains("JCuda");
          System.out.println("JCuda's library: " + loaded);
        }
      }
      """;

  @TempDir private Path folder;

  private Path app;

  private static Stream<Path> jdks() throws IOException {
    return ChildJvm.jdks().stream();
  }

  @BeforeEach
  void compile() throws IOException {
    app = folder.resolve("app");
    assertThat(javac(MAIN)).isEmpty();
  }

  /** Compiles a module of one class and returns what the compiler says. */
  private String javac(String main) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("src/app")).getParent();
    Path descriptor = Files.writeString(sources.resolve("module-info.java"), DESCRIPTOR);
    Path code = Files.writeString(sources.resolve("app/Main.java"), main);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ToolProvider.getSystemJavaCompiler()
        .run(
            null,
            said,
            said,
            "--release",
            "17",
            "-p",
            String.join(File.pathSeparator, ChildJvm.classPath(ENGINE)),
            "-d",
            app.toString(),
            descriptor.toString(),
            code.toString());
    return said.toString(StandardCharsets.UTF_8);
  }

  private ChildJvm run(Path jdk, String device, List<String> modules, String... flags)
      throws IOException, InterruptedException {
    List<String> path = new ArrayList<>(List.of(app.toString()));
    path.addAll(modules);
    List<String> words = new ArrayList<>(List.of(flags));
    words.addAll(
        List.of("-p", String.join(File.pathSeparator, path), "-m", "app/app.Main", device));
    return ChildJvm.run(jdk, folder, words);
  }

  private static List<String> withCuda() {
    List<String> modules = new ArrayList<>(ChildJvm.classPath(ENGINE));
    modules.addAll(ChildJvm.classPath(CUDA));
    return modules;
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void whereTheCpuWasAskedForNothingNativeIsLoaded(Path jdk) throws Exception {
    ChildJvm plain = run(jdk, "cpu", withCuda());
    assertThat(plain.out().lines())
        .contains("cpu-plain in io.gravmf.engine", "predicts true", "JCuda's library: false")
        .noneMatch(line -> line.startsWith("WARNING"));
    assertThat(plain.exit()).isZero();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theVectorKernelsAreThereWithTheirModule(Path jdk) throws Exception {
    ChildJvm vector =
        run(jdk, "cpu", ChildJvm.classPath(ENGINE), "--add-modules", "jdk.incubator.vector");
    assertThat(vector.out().lines().filter(line -> !line.startsWith("WARNING: Using incubator")))
        .contains("cpu-vector in io.gravmf.engine", "predicts true");
    assertThat(vector.exit()).isZero();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void cudaIsFoundAsAServiceAndItsLibraryInItsModule(Path jdk) throws Exception {
    EmulatedDriver.requireBuilt();
    // Known from JDK 16 on, and needed for silence from JDK 24 on.
    ChildJvm cuda = run(jdk, "cuda", withCuda(), "--enable-native-access=jcuda,jcublas");
    assertThat(cuda.out())
        .isEqualTo("cuda:0 in io.gravmf.cuda\npredicts true\nJCuda's library: true\n");
    assertThat(cuda.exit()).isZero();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void withoutTheCudaModuleTheArtifactIsNamed(Path jdk) throws Exception {
    ChildJvm missing = run(jdk, "cuda", ChildJvm.classPath(ENGINE));
    assertThat(missing.out()).contains("device 'cuda' needs the artifact io.gravmf:gravmf-cuda,");
    assertThat(missing.exit()).isEqualTo(1);
  }

  @Test
  void whatIsNotPublicApiIsNotExported() throws IOException {
    for (String internal :
        List.of("backend.cpu.CpuKernels", "parallel.WorkerPool", "solve.RowSolver")) {
      assertThat(javac("package app; class Main { io.gravmf." + internal + " x; }"))
          .contains(
              "package io.gravmf."
                  + internal.substring(0, internal.lastIndexOf('.'))
                  + " is not visible");
    }
  }
}
