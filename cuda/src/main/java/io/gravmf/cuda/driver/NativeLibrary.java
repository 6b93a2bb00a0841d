package io.gravmf.cuda.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Makes JCuda load its native libraries from a directory that nobody else can write to.
 *
 * <p>JCuda unpacks a library to a fixed name in {@code java.io.tmpdir} and takes a file that is
 * there already, so on a shared machine someone else could plant one. It has no setting for the
 * place, but reads the property at each load: while a library loads, the property names a new
 * directory of this user's, which is removed afterwards (a mapped library needs no name).
 */
public final class NativeLibrary {

  private static final String LINK_ERROR = "java.lang.UnsatisfiedLinkError: ";

  /** What the dynamic linker says of a library on a file system that runs no programs. */
  private static final String NO_EXECUTION = "failed to map segment from shared object";

  private static final String TEMPORARY_DIRECTORY = "java.io.tmpdir";

  private NativeLibrary() {}

  /**
   * Runs what makes JCuda load a library.
   *
   * @return null where it loaded, else why not, in one line
   */
  public static synchronized String load(Runnable initializer) {
    String before = System.getProperty(TEMPORARY_DIRECTORY);
    Path directory;
    try {
      directory = Files.createTempDirectory("gravmf-");
    } catch (IOException e) {
      return "no temporary directory for the native library: " + e;
    }
    try {
      System.setProperty(TEMPORARY_DIRECTORY, directory.toString());
      initializer.run();
      return null;
    } catch (LinkageError e) {
      return reason(e);
    } finally {
      System.setProperty(TEMPORARY_DIRECTORY, before);
      remove(directory);
    }
  }

  /** Finds the dynamic linker's own words in JCuda's page of nested traces. */
  private static String reason(LinkageError error) {
    String page = String.valueOf(error.getMessage());
    int last = page.lastIndexOf(LINK_ERROR);
    String line =
        last < 0
            ? page.lines().findFirst().orElse("")
            : page.substring(last + LINK_ERROR.length()).lines().findFirst().orElse("");
    // The name of the file that was unpacked means nothing to the reader.
    String words = line.replaceFirst("^(/\\S+\\.so: )+", "");
    return words.contains(NO_EXECUTION) ? words + hint() : words;
  }

  private static String hint() {
    return "; "
        + Path.of(System.getProperty(TEMPORARY_DIRECTORY)).getParent()
        + " may be mounted noexec: name another directory by -Djava.io.tmpdir=DIR"
        + " (GRAVMF_JAVA_OPTS for the command)";
  }

  private static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.getLogger(NativeLibrary.class.getName())
          .log(System.Logger.Level.DEBUG, "temporary directory " + directory + " is left", e);
    }
  }
}
