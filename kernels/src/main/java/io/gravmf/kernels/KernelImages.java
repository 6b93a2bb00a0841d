package io.gravmf.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.zip.GZIPInputStream;

/**
 * The compiled kernels, in the two forms that a driver can load.
 *
 * <p>Try {@link #fatbin} first, where {@link #architectures} has code for the device and the driver
 * is new enough; then {@link #ptx}, which the driver compiles (once: it keeps the result).
 */
public final class KernelImages {

  private static final Properties BUILD = properties("gravmf.build");

  private KernelImages() {}

  /**
   * Returns machine code for each of {@link #architectures}, compressed, as {@code
   * cuModuleLoadData} takes it.
   */
  public static byte[] fatbin() {
    try (InputStream in = open("gravmf.fatbin")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns PTX for compute capability 7.5 and later as text that ends with a zero byte, as {@code
   * cuModuleLoadData} takes it.
   */
  public static byte[] ptx() {
    try (InputStream in = new GZIPInputStream(open("gravmf.ptx.gz"))) {
      byte[] text = in.readAllBytes();
      return Arrays.copyOf(text, text.length + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the compute capabilities that {@link #fatbin} has machine code for, ascending, as
   * {@code 10 * major + minor}. Code for 8.0 also runs on 8.6 and 8.9, and so within each major
   * version.
   */
  public static List<Integer> architectures() {
    return Arrays.stream(BUILD.getProperty("architectures").split(","))
        .map(Integer::valueOf)
        .toList();
  }

  /** Returns whether {@link #fatbin} has code that a device of this compute capability can run. */
  public static boolean hasMachineCode(int major, int minor) {
    return architectures().stream().anyMatch(built -> built / 10 == major && built % 10 <= minor);
  }

  /**
   * Returns the lowest driver version for {@link #fatbin}, as {@code cuDriverGetVersion} counts:
   * {@code 1000 * major + 10 * minor} of the newest CUDA that the driver knows.
   */
  public static int fatbinDriver() {
    return Integer.parseInt(BUILD.getProperty("fatbin.driver"));
  }

  /** Returns the lowest driver version for {@link #ptx}: the lowest with which anything runs. */
  public static int ptxDriver() {
    return Integer.parseInt(BUILD.getProperty("ptx.driver"));
  }

  /**
   * Returns the lowest compute capability that anything here runs on, as {@link #architectures}.
   */
  public static int lowestArchitecture() {
    return architectures().get(0);
  }

  static Properties properties(String name) {
    try (InputStream in = open(name)) {
      Properties properties = new Properties();
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) {
    InputStream in = KernelImages.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("the jar of the kernels lacks " + name);
    }
    return in;
  }
}
