package io.gravmf.bench.table;

import io.gravmf.bench.result.Measurement;
import io.gravmf.bench.result.RunFolder;
import io.gravmf.bench.result.RunResults;
import java.util.List;

/** What other software took, form by form. */
final class PeerTable {

  private PeerTable() {}

  static Table of(RunResults results) {
    return new Table(
        "peers",
        "Other software, milliseconds of an epoch (of t-SNE: of all)",
        Table.filtered("peers"),
        RunFolder.PEERS,
        List.of("software", "median", "least", "most"),
        results.peers().stream()
            .map(
                peer ->
                    List.of(
                        peer.peer()
                            + " "
                            + peer.version()
                            + ", "
                            + results.machine().label(peer.data())
                            + ", "
                            + peer.device()
                            + ", d = "
                            + peer.dim()
                            + ", "
                            + Measurement.threadWords(peer.threads()),
                        Numbers.significant(peer.ms()),
                        Numbers.significant(peer.msMin()),
                        Numbers.significant(peer.msMax())))
            .toList());
  }
}
