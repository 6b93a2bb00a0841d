package io.gravmf.cli.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;

/**
 * Where error messages go. The launcher makes what the JVM itself says on descriptor 2 pass a
 * filter, which drops a notice that no flag can, and leaves the real standard error open as another
 * descriptor, so that messages are there, and in order, when the command ends.
 */
public final class StandardError {

  private StandardError() {}

  /**
   * Makes {@link System#err} the descriptor that the launcher names, if it named one. Opening it by
   * name instead would give it a place of its own in a file that standard output shares.
   */
  public static PrintStream open() {
    Integer number = Integer.getInteger("gravmf.stderr");
    if (number != null) {
      try {
        // The jar's manifest opens java.io for this.
        Constructor<FileDescriptor> of = FileDescriptor.class.getDeclaredConstructor(int.class);
        of.setAccessible(true);
        FileOutputStream direct = new FileOutputStream(of.newInstance(number));
        System.setErr(new PrintStream(direct, true, StandardCharsets.UTF_8));
      } catch (ReflectiveOperationException | RuntimeException e) {
        System.getLogger(StandardError.class.getName())
            .log(System.Logger.Level.DEBUG, "messages pass the launcher's filter", e);
      }
    }
    return System.err;
  }
}
