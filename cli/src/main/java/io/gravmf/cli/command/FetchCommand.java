package io.gravmf.cli.command;

import io.gravmf.cli.console.ShutdownHook;
import io.gravmf.cli.output.Destination;
import io.gravmf.cli.output.Json;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.fetch.Dataset;
import io.gravmf.data.fetch.Fetcher;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "fetch",
    mixinStandardHelpOptions = true,
    description = "Downloads a MovieLens data set from GroupLens, checked by size and checksum.",
    footer = {"", "Example: gravmf fetch ml-100k --to data"})
public final class FetchCommand implements Callable<Integer> {

  private static final long REPORT_BYTES = 10_000_000;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "ml-100k, ml-1m, ml-25m or ml-32m.")
  private String name;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Gets a folder of the data set's name; default: the current folder.")
  private Path to = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "URL",
      description = "A mirror's folder of archives; default: GroupLens.")
  private String from = Fetcher.GROUPLENS.toString();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for a connection and for each part; default: 30.")
  private int timeout = 30;

  @Option(names = "--json", description = "Print the ratings' file as JSON.")
  private boolean json;

  @Option(names = "--quiet", description = "Show the terms, but no progress.")
  private boolean quiet;

  /** What is no address is not shown: there may be a password in it. */
  private URI folder() {
    try {
      return new URI(from.endsWith("/") ? from : from + "/");
    } catch (URISyntaxException e) {
      throw new InvalidInputException(
          "--from: found no address ("
              + e.getReason()
              + " at character "
              + (e.getIndex() + 1)
              + "), expected one such as "
              + Fetcher.GROUPLENS,
          e);
    }
  }

  /** The JSON form. */
  private record Result(String ratings) {}

  @Override
  public Integer call() {
    Dataset dataset =
        Dataset.of(name)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "found '" + name + "', expected ml-100k, ml-1m, ml-25m or ml-32m"));
    if (timeout < 1 || timeout > 3600) {
      throw new InvalidInputException("--timeout is " + timeout + ", expected 1 to 3600 seconds");
    }
    Destination.requireFolder("--to", to.toAbsolutePath());
    PrintWriter err = spec.commandLine().getErr();
    long[] reported = {-1};
    Fetcher fetcher = new Fetcher(folder(), Duration.ofSeconds(timeout));
    ShutdownHook abandon = new ShutdownHook("gravmf-fetch", fetcher::abandon);
    Path ratings;
    try {
      ratings =
          fetcher.fetch(
              dataset,
              to,
              bytes -> {
                if (reported[0] < 0) {
                  // Only now, so that a host that cannot be reached is one clear line.
                  err.println(dataset.terms());
                  reported[0] = 0;
                }
                if (!quiet && bytes - reported[0] >= REPORT_BYTES) {
                  reported[0] = bytes;
                  err.println(bytes / 1_000_000 + " MB");
                }
              });
    } finally {
      abandon.cancel();
    }
    PrintWriter to = spec.commandLine().getOut();
    if (json) {
      to.println(Json.of(new Result(ratings.toString())));
    } else if (!quiet) {
      to.println("fetched " + ratings);
    }
    return 0;
  }
}
