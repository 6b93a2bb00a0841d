package io.gravmf.cuda.driver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import jcuda.JCudaVersion;
import jcuda.LibUtils;

/**
 * Makes JCuda load its native libraries, which are part of this jar, from a directory that nobody
 * else can write to.
 *
 * <p>JCuda looks for a library on {@code java.library.path}, then takes a file of its name in
 * {@code java.io.tmpdir} if there is one, so on a shared machine someone else could plant one, and
 * only then unpacks what it finds as a resource, which it could not see across modules. It has no
 * setting for the place, but reads the property at each load: while a library loads, the property
 * names a new directory of this user's that holds the library already. It is removed afterwards (a
 * mapped library needs no name).
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
   * @param library its name without version and machine, such as {@code JCudaDriver}
   * @return null where it loaded, else why not, in one line
   */
  public static synchronized String load(String library, Runnable initializer) {
    String before = System.getProperty(TEMPORARY_DIRECTORY);
    Path directory;
    try {
      directory = Files.createTempDirectory("gravmf-");
    } catch (IOException e) {
      return "no temporary directory for the native library: " + e;
    }
    boolean shipped = true;
    try {
      shipped = unpack(library, directory);
      System.setProperty(TEMPORARY_DIRECTORY, directory.toString());
      initializer.run();
      return null;
    } catch (IOException e) {
      return "the native library cannot be unpacked: " + e;
    } catch (LinkageError e) {
      if (e.getCause() instanceof ClassNotFoundException) {
        return "org.jcuda:jcuda and org.jcuda:jcublas are missing on the class path or module path";
      }
      return shipped ? reason(e) : notShipped();
    } finally {
      System.setProperty(TEMPORARY_DIRECTORY, before);
      remove(directory);
    }
  }

  /** Returns whether there is such a library for this machine. */
  private static boolean unpack(String library, Path directory) throws IOException {
    String file =
        LibUtils.createLibraryFileName(
            LibUtils.createPlatformLibraryName(library + "-" + JCudaVersion.get()));
    try (InputStream bytes = NativeLibrary.class.getResourceAsStream("lib/" + file)) {
      if (bytes == null) {
        return false;
      }
      Files.copy(bytes, directory.resolve(file));
      return true;
    }
  }

  private static String notShipped() {
    return "JCuda has native libraries for Linux and Windows on x86-64, this is "
        + System.getProperty("os.name")
        + " on "
        + System.getProperty("os.arch");
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
