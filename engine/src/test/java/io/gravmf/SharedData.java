package io.gravmf;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the reference data that cannot be in the repository: MovieLens-100K, whose licence forbids
 * redistribution, and the golden trajectories.
 *
 * <p>The folder is {@code ../shared} beside the repository, or the environment variable {@code
 * GRAVMF_SHARED}. Tests that need a file which is not there skip and print why.
 */
public final class SharedData {

  private SharedData() {}

  /** Returns a file or folder below the shared folder, or skips the calling test with a reason. */
  public static Path require(String relative) {
    String variable = System.getenv("GRAVMF_SHARED");
    // Surefire runs a module's tests in the module's folder, one below the repository's.
    Path root = variable != null ? Path.of(variable) : Path.of("..", "..", "shared");
    Path path = root.resolve(relative);
    if (!Files.exists(path)) {
      String reason = "skipped: " + path + " is not there (set GRAVMF_SHARED to its folder)";
      System.out.println(reason);
      abort(reason);
    }
    return path;
  }
}
