package io.gravmf.cuda;

import io.gravmf.emulator.EmulatedDriver;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a JVM of its own did.
 *
 * @param exit its exit code
 * @param out what it wrote to standard output and standard error
 */
record ChildJvm(int exit, String out) {

  private static final long SECONDS = 60;

  /** Runs a JVM that finds the emulated driver where one is built, and no other. */
  static ChildJvm run(Path java, Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(java.resolve("bin/java").toString()));
    words.addAll(arguments);
    Path out = folder.resolve("out.txt");
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.redirectOutput(out.toFile());
    builder.environment().put("LD_LIBRARY_PATH", EmulatedDriver.folder().toString());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("no end after " + SECONDS + " s: " + words);
    }
    return new ChildJvm(process.exitValue(), Files.readString(out));
  }

  /** The JDKs to try: this one, and version 25 where it is. */
  static List<Path> jdks() throws IOException {
    List<Path> jdks = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
    Path installed = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(installed)) {
      try (Stream<Path> each = Files.list(installed)) {
        each.filter(jdk -> jdk.getFileName().toString().contains("-25-"))
            .filter(jdk -> Files.exists(jdk.resolve("bin/java")))
            .findFirst()
            .ifPresent(jdks::add);
      }
    }
    if (jdks.size() == 1) {
      System.out.println("no JDK 25 in " + installed + ": tried on this JDK alone");
    }
    return jdks;
  }

  /** The entries of this JVM's class path whose file name has one of these beginnings. */
  static List<String> classPath(String... beginnings) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            entry ->
                Stream.of(beginnings).anyMatch(Path.of(entry).getFileName().toString()::startsWith))
        .filter(entry -> !entry.contains("-tests.jar") && !entry.contains("-natives-"))
        .toList();
  }
}
