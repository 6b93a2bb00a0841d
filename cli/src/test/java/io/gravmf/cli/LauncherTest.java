package io.gravmf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.console.StandardError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher builds, what it says where it cannot, and what it passes on. */
class LauncherTest {

  private static final List<String> TOOLS =
      List.of(
          "bash",
          "dirname",
          "readlink",
          "sed",
          "find",
          "mkdir",
          "rm",
          "mv",
          "touch",
          "cp",
          "flock");

  @TempDir private Path folder;
  private Path root;
  private Path launcher;
  private Path source;
  private Path jar;
  private Path bin;
  private Path builds;
  private final Map<String, String> environment = new HashMap<>();

  private record Result(int code, String out, String err) {}

  /** A checkout in a path with spaces, the needed tools, a Maven that copies a jar. */
  @BeforeEach
  void layOut() throws IOException {
    root = Files.createDirectories(folder.resolve("a folder/the repository"));
    launcher = Files.copy(Path.of("../gravmf"), root.resolve("gravmf"));
    Files.createFile(root.resolve("pom.xml"));
    for (String module : List.of("kernels", "engine", "cuda", "cli", "bench")) {
      Files.createDirectories(root.resolve(module + "/src/main/java"));
      Files.createFile(root.resolve(module + "/pom.xml"));
    }
    source = Files.createFile(root.resolve("engine/src/main/java/A.java"));
    jar = root.resolve("cli/target/gravmf.jar");
    bin = Files.createDirectories(folder.resolve("bin"));
    for (String tool : TOOLS) {
      for (Path at : List.of(Path.of("/usr/bin"), Path.of("/bin"))) {
        if (Files.exists(at.resolve(tool)) && !Files.exists(bin.resolve(tool))) {
          Files.createSymbolicLink(bin.resolve(tool), at.resolve(tool));
        }
      }
    }
    builds = Files.createFile(folder.resolve("builds"));
    maven("3.9.9", "cp '" + writeJar() + "' cli/target/gravmf.jar");
    environment.put("PATH", bin.toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    // Making an archive takes longer than what most of these tests look at.
    environment.put("GRAVMF_JAVA_OPTS", "-Xshare:off");
  }

  private void maven(String version, String build) throws IOException {
    script(
        "mvn",
        "[ \"$1\" != -v ] || { echo 'Apache Maven " + version + " (build)'; exit; }",
        "echo \"$@\" >> '" + builds + "'",
        build);
  }

  private void script(String name, String... lines) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Path writeJar() throws IOException {
    Path file = folder.resolve("echo.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, EchoMain.class.getName());
    manifest.getMainAttributes().putValue("Add-Opens", "java.base/java.io");
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream packed = new JarOutputStream(out, manifest)) {
      for (Class<?> type : List.of(EchoMain.class, StandardError.class)) {
        String entry = type.getName().replace('.', '/') + ".class";
        try (InputStream bytes = type.getClassLoader().getResourceAsStream(entry)) {
          packed.putNextEntry(new JarEntry(entry));
          bytes.transferTo(packed);
        }
      }
    }
    return file;
  }

  private Result run(Path command, String... arguments) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of("bash", command.toString()), Stream.of(arguments)).toList());
    builder.directory(bin.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    // The filter of the JVM's own messages ends a moment after the JVM.
    for (int wait = 0; wait < 50 && process.descendants().findAny().isPresent(); wait++) {
      Thread.sleep(10);
    }
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(builds);
  }

  private static void date(Path file, int secondsFromNow) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(secondsFromNow)));
  }

  private void refused(String... parts) throws IOException, InterruptedException {
    Result result = run(launcher, "--version");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).startsWith("gravmf: ").contains(parts);
    assertThat(result.out()).isEmpty();
    assertThat(jar.getParent()).doesNotExist();
  }

  @Test
  void buildsWithoutTestsOnFirstUseAndAgainWhenASourceChanges()
      throws IOException, InterruptedException {
    Result first = run(launcher);
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err()).contains("building with Maven");
    assertThat(builds()).hasSize(1).first().asString().contains("-pl cli -am package");
    assertThat(builds().get(0)).contains("-Dmaven.test.skip=true");

    assertThat(run(launcher).err()).doesNotContain("building");
    assertThat(builds()).hasSize(1);

    date(source, 5);
    assertThat(run(launcher).err()).contains("building with Maven");
    assertThat(builds()).hasSize(2);

    date(source, -60);
    date(source.getParent(), -60);
    assertThat(run(launcher).err()).doesNotContain("building");
    date(jar, -30);
    Files.delete(source);
    assertThat(run(launcher).err()).contains("building with Maven");
    assertThat(builds()).hasSize(3);
  }

  @Test
  void theBenchmarksAreAJarOfTheirOwnThatKnowsTheCheckout()
      throws IOException, InterruptedException {
    Path built = root.resolve("bench/target/gravmf-bench.jar");
    maven("3.9.9", "cp '" + writeJar() + "' bench/target/gravmf-bench.jar");
    Result first = run(launcher, "bench", "--quick", "bench");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).contains("arguments --quick|bench", "root " + root);
    assertThat(builds()).hasSize(1).first().asString().contains("-pl bench -am package");
    assertThat(built).exists();
    assertThat(jar).doesNotExist();
    assertThat(run(launcher, "bench").err()).doesNotContain("building");
    date(root.resolve("bench/src/main/java"), 5);
    assertThat(run(launcher, "bench").err()).contains("building with Maven");
  }

  @Test
  void aFailedBuildLeavesNoHalfMadeJar() throws IOException, InterruptedException {
    maven("3.9.9", "echo half > cli/target/gravmf.jar; echo 'what is wrong'; exit 1");
    Result result = run(launcher, "--version");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("what is wrong", "gravmf: the build failed");
    assertThat(result.out()).isEmpty();
    assertThat(jar).doesNotExist();
  }

  @Test
  void passesArgumentsFlagsAndErrorsOn() throws IOException, InterruptedException {
    environment.put("GRAVMF_JAVA_OPTS", "-Dgravmf.test=yes -Xmx64m -Xshare:off");
    Path linked = Files.createDirectories(folder.resolve("linked here"));
    Path link = Files.createSymbolicLink(linked.resolve("g"), Path.of("../link"));
    Files.createSymbolicLink(folder.resolve("link"), launcher);
    run(link);
    Result result = run(link, "train", "--out", "a b", "", "*");
    assertThat(result.out().lines())
        .startsWith(
            "arguments train|--out|a b||*",
            "property yes",
            "vector true",
            "classes " + System.getProperty("java.vm.info").replace(", sharing", ""),
            "columns null",
            "root " + root);
    assertThat(result.err().lines())
        .containsExactlyInAnyOrder("through the filter", "past the filter");
    // Nothing is overwritten where both go to one file.
    Result together = run(Path.of("-c"), "'" + link + "' 2>&1");
    assertThat(together.out().lines())
        .contains("arguments ", "columns null", "through the filter", "past the filter");
  }

  @Test
  void saysWhatToTypeWhereJavaOrMavenIsMissingOrTooOld() throws IOException, InterruptedException {
    script("apt-get");
    environment.remove("JAVA_HOME");
    refused("Java 17 or newer is missing; type: sudo apt-get install openjdk-17-jdk");
    script("java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
    refused("/java is Java 11, 17 or newer is needed; type: sudo apt-get install");
    script("java", "echo 'java version \"1.8.0_311\"' >&2");
    refused("/java is Java 8, 17 or newer is needed; type: ");
    environment.put("JAVA_HOME", root.toString());
    refused("JAVA_HOME is " + root + ", which has no bin/java; type: unset JAVA_HOME");

    environment.put("JAVA_HOME", System.getProperty("java.home"));
    maven("3.0.5", "exit 1");
    refused("Maven is 3.0.5, 3.6.3 or newer is needed; type: sudo apt-get install maven");
    Files.delete(bin.resolve("mvn"));
    Files.delete(bin.resolve("apt-get"));
    refused("Maven 3.6.3 or newer is missing, building needs it; type: see https://maven.apache");
  }

  @Test
  void flagsMayHaveQuotesAndLineEnds() throws IOException, InterruptedException {
    environment.put(
        "GRAVMF_JAVA_OPTS", "  -Xmx64m\n\t-Xshare:off -Dgravmf.test='a \"b\"  c'\"d 'e\"\n");
    run(launcher);
    assertThat(run(launcher).out()).contains("property a \"b\"  cd 'e\n");
    environment.put("GRAVMF_JAVA_OPTS", "-Dgravmf.test='a b");
    Result result = run(launcher);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).isEqualTo("gravmf: GRAVMF_JAVA_OPTS has no closing '\n");
  }

  @Test
  void theCollectorIsTheUsersWhereverItIsChosen() throws IOException, InterruptedException {
    run(launcher);
    for (String variable : List.of("GRAVMF_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
      String before = environment.getOrDefault(variable, "");
      environment.put(variable, before + " -Xmx64m\n-XX:+UseSerialGC");
      Result result = run(launcher);
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.out()).as(variable).contains("collector Copy");
      environment.put(variable, before);
    }
    assertThat(run(launcher).out()).contains("collector PS ");
  }

  private List<Path> beside() throws IOException {
    try (Stream<Path> files = Files.list(jar.getParent())) {
      return files.filter(file -> !file.equals(jar)).sorted().toList();
    }
  }

  private Path archive() throws IOException {
    List<Path> archives =
        beside().stream().filter(file -> file.toString().endsWith(".jsa")).toList();
    assertThat(archives).hasSize(1);
    return archives.get(0);
  }

  @Test
  void classesAreLoadedFromAnArchiveOfThisJavaAndJar() throws IOException, InterruptedException {
    run(launcher);
    environment.remove("GRAVMF_JAVA_OPTS");
    Result first = run(launcher, "a");
    assertThat(first.out()).startsWith("arguments a\n").contains(", sharing");
    assertThat(first.err().lines())
        .containsExactlyInAnyOrder("through the filter", "past the filter");
    Path archive = archive();
    assertThat(beside()).allMatch(file -> file.equals(archive) || file.endsWith(".build.lock"));
    FileTime made = Files.getLastModifiedTime(archive);
    assertThat(run(launcher).out()).contains(", sharing");
    assertThat(Files.getLastModifiedTime(archive)).isEqualTo(made);

    // Another Java's, or damage: nothing is said, and nothing is shared.
    Files.write(archive, new byte[] {1, 2, 3});
    Result damaged = run(launcher);
    assertThat(damaged.code()).isZero();
    assertThat(damaged.out()).doesNotContain("sharing");
    assertThat(damaged.err().lines()).hasSize(2);

    date(jar, 5);
    assertThat(run(launcher).out()).contains(", sharing");
  }

  @Test
  void whereNoArchiveCanBeMadeThatIsTriedOnce() throws IOException, InterruptedException {
    run(launcher);
    environment.remove("GRAVMF_JAVA_OPTS");
    // A Java that counts its starts and refuses to dump.
    Path home = folder.resolve("java");
    Path starts = Files.createFile(folder.resolve("starts"));
    script(
        "counting",
        "echo \"$@\" >> '" + starts + "'",
        "case \"$*\" in *-Xshare:dump*) exit 1 ;; esac",
        "exec '" + System.getProperty("java.home") + "/bin/java' \"$@\"");
    Files.createDirectories(home.resolve("bin"));
    Files.move(bin.resolve("counting"), home.resolve("bin/java"));
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"A / B\"\nJAVA_RUNTIME_VERSION=\"17.0.1+2\"\nJAVA_VERSION=\"17.0.1\"\n");
    environment.put("JAVA_HOME", home.toString());
    for (int k = 1; k <= 2; k++) {
      Result result = run(launcher, "a");
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(Files.readAllLines(starts)).hasSize(2 + k);
    }
    assertThat(archive()).hasFileName("gravmf-A___B-17.0.1+2.jsa").isEmptyFile();
  }

  @Test
  void aSearchPathOfCdLeadsNowhere() throws IOException, InterruptedException {
    Path relative = Files.createDirectories(bin.resolve("here"));
    Path link = Files.createSymbolicLink(relative.resolve("g"), launcher);
    Files.createDirectories(folder.resolve("elsewhere/here"));
    environment.put("CDPATH", folder.resolve("elsewhere").toString());
    run(launcher);
    assertThat(run(bin.relativize(link)).out()).contains("root " + root + "\n");
    Files.copy(launcher, relative.resolve("copy"));
    assertThat(run(Path.of("here/copy")).err()).doesNotContain("elsewhere");
  }

  @Test
  void lettersBeyondAsciiArriveWhateverTheLocale() throws IOException, InterruptedException {
    for (String locale : List.of("C", "POSIX", "")) {
      environment.put("LC_ALL", locale);
      Result result = run(launcher, "\u00e9\u4e2d");
      assertThat(result.out()).contains("arguments \u00e9\u4e2d\n", "letters U+00E9 U+4E2D\n");
    }
    environment.put("LC_ALL", "C");
    Path there = Files.createDirectories(folder.resolve("\u00e9"));
    Files.move(root, there.resolve("repository"));
    Result moved = run(there.resolve("repository/gravmf"));
    assertThat(moved.code()).as(moved.err()).isZero();
  }
}
