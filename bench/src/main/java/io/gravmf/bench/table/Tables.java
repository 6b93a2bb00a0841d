package io.gravmf.bench.table;

import io.gravmf.bench.result.RunResults;
import io.gravmf.bench.work.Ceilings;
import java.util.List;
import java.util.stream.Stream;

/** All tables of a run, in the order of its page. */
public final class Tables {

  private Tables() {}

  /** Returns the tables that have rows. */
  public static List<Table> of(RunResults results) {
    Ceilings ceilings = new Ceilings(results);
    DetailTables details = new DetailTables(results, ceilings);
    return Stream.of(
            CeilingTable.of(ceilings),
            CoreToCoreTable.of(results),
            EpochTable.of(results),
            details.epochs(),
            details.kernels(),
            details.cudaKernels(),
            details.shapes(),
            ThreadTable.of(results),
            SweepTable.of(results),
            details.sweeps(),
            ObjectiveTable.of(results),
            SlopeTable.of(results),
            GravityTable.of(results),
            StepTable.of(results),
            details.files(),
            GoldenTable.of(results),
            PeerTable.of(results),
            RmseTable.of(results))
        .filter(table -> !table.rows().isEmpty())
        .toList();
  }
}
