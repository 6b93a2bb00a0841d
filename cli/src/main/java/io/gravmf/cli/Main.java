package io.gravmf.cli;

import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.DeviceFailedException;
import io.gravmf.cli.command.BenchCommand;
import io.gravmf.cli.command.CheckCommand;
import io.gravmf.cli.command.CompletionCommand;
import io.gravmf.cli.command.CrossvalidateCommand;
import io.gravmf.cli.command.DescribeCommand;
import io.gravmf.cli.command.DevicesCommand;
import io.gravmf.cli.command.EvaluateCommand;
import io.gravmf.cli.command.FetchCommand;
import io.gravmf.cli.command.GenerateCommand;
import io.gravmf.cli.command.GenresCommand;
import io.gravmf.cli.command.PredictCommand;
import io.gravmf.cli.command.RecommendCommand;
import io.gravmf.cli.command.ReportCommand;
import io.gravmf.cli.command.SelfTestCommand;
import io.gravmf.cli.command.SimilarCommand;
import io.gravmf.cli.command.TrainCommand;
import io.gravmf.cli.command.TsneCommand;
import io.gravmf.cli.command.TuneCommand;
import io.gravmf.cli.console.Interruption;
import io.gravmf.cli.console.Messages;
import io.gravmf.cli.console.StandardError;
import io.gravmf.cli.console.StandardOutput;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.TooLargeException;
import io.gravmf.model.Provenance;
import io.gravmf.train.DivergedException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code gravmf} command. Exit codes: 0 ok, 2 bad input or usage, 1 internal, a failed check or
 * device.
 */
@Command(
    name = "gravmf",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Trains matrix-factorisation recommenders with a gravity term, on GPU or CPU.",
    subcommands = {
      DescribeCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      CrossvalidateCommand.class,
      TuneCommand.class,
      PredictCommand.class,
      GenresCommand.class,
      CheckCommand.class,
      RecommendCommand.class,
      SimilarCommand.class,
      TsneCommand.class,
      GenerateCommand.class,
      FetchCommand.class,
      ReportCommand.class,
      DevicesCommand.class,
      SelfTestCommand.class,
      CompletionCommand.class,
      BenchCommand.class
    },
    footer = {
      "",
      "Example: gravmf train --epochs 500 --out model",
      "Each command has its own --help with an example."
    })
public final class Main implements Runnable {

  /** Its hints for embedders are part of what the command prints. */
  private static final Logger ENGINE_LOG = Logger.getLogger("io.gravmf");

  /** Bad input or usage. */
  static final int BAD_INPUT = 2;

  /** Something that should not have happened. */
  static final int INTERNAL = 1;

  private static final String INTERNALLY = "internal error: ";

  private static final String MORE_FILES = "too many open files; a higher limit: ulimit -n 1024";

  /** What a shell reports of a program that SIGPIPE ended. */
  private static final int READER_GONE = 141;

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean debug;

  private Main() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    ENGINE_LOG.setLevel(Level.WARNING);
    // What libraries format by default, a progress bar for one, has the digits that the rest has.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    int code = run(new FileOutputStream(FileDescriptor.out), StandardError.open(), arguments);
    System.out.flush();
    System.exit(code);
  }

  /**
   * Runs a command without exiting.
   *
   * @param stdout where results go; a failure of it is reported
   * @param err where errors go
   * @return the exit code
   */
  public static int run(OutputStream stdout, PrintStream err, String... arguments) {
    StandardOutput out = new StandardOutput(stdout);
    CommandLine commands = commandLine();
    Main main = commands.getCommand();
    commands.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    commands.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    commands.setParameterExceptionHandler((failure, args) -> main.usageError(failure));
    commands.setExecutionExceptionHandler(
        (failure, command, parsed) -> main.failed(failure, command));
    int code;
    try {
      requireDecoded(arguments);
      code = commands.execute(arguments);
    } catch (InvalidInputException e) {
      err.println("gravmf: " + Messages.oneLine(e.getMessage()));
      code = BAD_INPUT;
    } catch (OutOfMemoryError e) {
      err.println(
          "gravmf: out of memory ("
              + e.getMessage()
              + "); more of it for the JVM: GRAVMF_JAVA_OPTS=-Xmx16g");
      code = INTERNAL;
    } catch (Error e) {
      code = ranOutOfFiles(e) ? BAD_INPUT : INTERNAL;
      err.println("gravmf: " + Messages.oneLine(ranOutOfFiles(e) ? MORE_FILES : INTERNALLY + e));
    }
    commands.getOut().flush();
    code = checked(code, out, err);
    err.flush();
    Interruption.commandsEnded();
    return code;
  }

  /** The JDK's own classes throw errors of many kinds where they cannot open a file of theirs. */
  private static boolean ranOutOfFiles(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("Too many open files")) {
        return true;
      }
    }
    return false;
  }

  /** Returns the commands, as they read a command line. */
  static CommandLine commandLine() {
    CommandLine commands = new CommandLine(new Main());
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    // An id may begin with @; that is no file of arguments.
    commands.setExpandAtFiles(false);
    commands.setUsageHelpAutoWidth(true);
    return commands;
  }

  /**
   * Refuses arguments that the JVM could not decode; whatever they name, it would not be found.
   *
   * @throws InvalidInputException if there is one
   */
  private static void requireDecoded(String... arguments) {
    String encoding = System.getProperty("sun.jnu.encoding", "");
    for (String argument : arguments) {
      if (argument.indexOf('\ufffd') >= 0 && !encoding.equals("UTF-8")) {
        throw new InvalidInputException(
            "'"
                + argument
                + "' has letters that the locale's "
                + encoding
                + " does not know; type: export LC_ALL=C.UTF-8");
      }
    }
  }

  /** A result that was cut short is none, whatever the command itself says. */
  private static int checked(int code, StandardOutput out, PrintStream err) {
    if (out.failure() == null || code != 0) {
      return code;
    }
    if (out.isReaderGone()) {
      return READER_GONE;
    }
    err.println("gravmf: standard output cannot be written: " + out.failure().getMessage());
    return BAD_INPUT;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  private int usageError(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command
        .getErr()
        .println(
            "gravmf: "
                + Messages.oneLine(failure.getMessage())
                + suggestion(failure)
                + " (see "
                + name
                + " --help)");
    if (debug) {
      failure.printStackTrace(command.getErr());
    }
    return BAD_INPUT;
  }

  private static String suggestion(ParameterException failure) {
    List<String> suggestions =
        failure instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    return suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
  }

  private int failed(Exception failure, CommandLine command) {
    if (failure instanceof ParameterException usage) {
      return usageError(usage);
    }
    boolean refused =
        failure instanceof InvalidInputException
            || failure instanceof BackendUnavailableException
            || failure instanceof DivergedException
            || failure instanceof TooLargeException;
    boolean told = refused || failure instanceof DeviceFailedException;
    boolean noFiles = !told && ranOutOfFiles(failure);
    String message =
        told
            ? failure.getMessage()
            : noFiles ? MORE_FILES : INTERNALLY + failure + (debug ? "" : " (--debug shows where)");
    command.getErr().println("gravmf: " + Messages.oneLine(message));
    if (debug) {
      failure.printStackTrace(command.getErr());
    }
    return refused || noFiles ? BAD_INPUT : INTERNAL;
  }

  /** Says which version this is and on which Java it runs. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "gravmf " + Provenance.softwareVersion() + ", Java " + Runtime.version()
      };
    }
  }
}
