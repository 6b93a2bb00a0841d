package io.gravmf.cli.command;

import io.gravmf.data.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands in the list of commands for one that is in a jar of its own, which the launcher runs. */
@Command(
    name = "bench",
    description =
        "Measures this machine, and other software beside it; it has a --help of its own.")
public final class BenchCommand implements Callable<Integer> {

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() {
    throw new InvalidInputException(
        "the benchmarks are in a jar of their own; in a checkout, type: ./gravmf bench "
            + String.join(" ", arguments));
  }
}
