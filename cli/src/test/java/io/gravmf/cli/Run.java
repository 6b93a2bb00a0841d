package io.gravmf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * One run of the command in this JVM.
 *
 * @param code the exit code
 * @param out what it printed
 * @param err what it printed of errors
 */
public record Run(int code, String out, String err) {

  public static Run of(Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Run run = into(out, arguments);
    return new Run(run.code(), out.toString(StandardCharsets.UTF_8), run.err());
  }

  /** Runs the command with a standard output of its own. */
  public static Run into(OutputStream out, Object... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] words = new String[arguments.length];
    for (int k = 0; k < words.length; k++) {
      words[k] = arguments[k].toString();
    }
    int code = Main.run(out, new PrintStream(err, true, StandardCharsets.UTF_8), words);
    return new Run(code, "", err.toString(StandardCharsets.UTF_8));
  }

  /** Runs the command with some arguments and then some more. */
  public static Run of(List<?> arguments, Object... more) {
    return of(Stream.concat(arguments.stream(), Stream.of(more)).toArray());
  }

  public Run requireOk() {
    assertThat(code).as(err).isZero();
    return this;
  }

  /** Checks that the run refused its input in one line. */
  public void requireRefused(String message) {
    assertThat(code).as(out + err).isEqualTo(2);
    assertThat(err).startsWith("gravmf: ").contains(message);
    assertThat(err.lines()).hasSize(1);
  }
}
