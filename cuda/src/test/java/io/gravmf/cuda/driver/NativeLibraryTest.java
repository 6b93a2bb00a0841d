package io.gravmf.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {

  private static String reason(String linker) {
    return NativeLibrary.load(
        "JCudaDriver",
        () -> {
          throw new UnsatisfiedLinkError(
              "Error while loading native library\njava.lang.UnsatisfiedLinkError: " + linker);
        });
  }

  @Test
  void aDirectoryThatRunsNoProgramsIsNamedWithTheWayOut() {
    String before = System.getProperty("java.io.tmpdir");
    assertThat(reason("/t/libJ.so: /t/libJ.so: failed to map segment from shared object"))
        .isEqualTo(
            "failed to map segment from shared object; "
                + Path.of(before)
                + " may be mounted noexec: name another directory by -Djava.io.tmpdir=DIR"
                + " (GRAVMF_JAVA_OPTS for the command)");
    assertThat(System.getProperty("java.io.tmpdir")).isEqualTo(before);
  }

  @Test
  void otherWordsOfTheLinkerStandAlone() {
    assertThat(reason("/t/libJ.so: libcuda.so.1: cannot open shared object file"))
        .isEqualTo("libcuda.so.1: cannot open shared object file");
  }
}
