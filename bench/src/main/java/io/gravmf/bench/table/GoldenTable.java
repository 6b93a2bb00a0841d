package io.gravmf.bench.table;

import io.gravmf.bench.result.RunFolder;
import io.gravmf.bench.result.RunResults;
import java.util.List;
import java.util.Locale;

/** How closely other software followed golden trajectories before it was timed. */
final class GoldenTable {

  private GoldenTable() {}

  static Table of(RunResults results) {
    return new Table(
        "goldens",
        "Golden trajectories that PyTorch followed before it was timed",
        Table.filtered("peers"),
        RunFolder.GOLDENS,
        List.of("form", "golden", "losses compared", "largest relative difference"),
        results.goldens().stream()
            .map(
                check ->
                    List.of(
                        check.peer() + ", " + check.device(),
                        check.golden(),
                        String.valueOf(check.compared()),
                        String.format(Locale.ROOT, "%.1e", check.worst())))
            .toList());
  }
}
