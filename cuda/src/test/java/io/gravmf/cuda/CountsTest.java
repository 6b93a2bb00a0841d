package io.gravmf.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.SharedData;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Problem;
import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.emulator.Replay;
import io.gravmf.emulator.Replay.Form;
import io.gravmf.emulator.Replay.Outcome;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What the emulator counts is what a hand counts, on two problems small enough for that. */
class CountsTest {

  /** Of the persistent kernel, on an emulated device, which takes it for one of 64 registers. */
  private static final int BLOCKS_OF_A_MULTIPROCESSOR = 2;

  /**
   * Where the persistent kernel has so many blocks, one for each multiprocessor, whose own caches
   * hold so many KiB beside its shared memory. The last has rows in flight in shared memory.
   */
  private record Card(String name, int blocks, int ownCache) {}

  private static final List<Card> CARDS =
      List.of(
          new Card("H100", 132, 192),
          new Card("A100", 108, 128),
          new Card("L4", 58, 64),
          new Card("RTX 4090", 128, 64),
          new Card("H100", 132, 24));

  @TempDir static Path folder;

  private static Map<String, Map<String, Long>> tiny;
  private static Map<String, Map<String, Long>> segments;
  private static Map<String, Map<String, Long>> persistent;

  @BeforeAll
  static void count() throws Exception {
    EmulatedDriver.load();
    EmulatedDriver.reset();
    Replay replay = Replay.built(Form.COUNTS, RaceRecords.EPOCH_WIDTHS);
    tiny = counts(replay.run(List.of(epoch(EpochPath.STREAM, RaceRecords.TINY))));
    segments = counts(replay.run(List.of(epoch(EpochPath.STREAM, RaceRecords.SEGMENTS))));
    persistent = counts(replay.run(List.of(epoch(EpochPath.PERSISTENT, RaceRecords.SEGMENTS))));
  }

  private static Path epoch(EpochPath path, Problem problem) {
    return RaceRecords.oneEpoch(folder, path, 3, problem);
  }

  @AfterAll
  static void reset() {
    if (EmulatedDriver.isBuilt()) {
      EmulatedDriver.reset();
    }
  }

  private static Map<String, Map<String, Long>> counts(Outcome outcome) {
    assertThat(outcome.exit()).as(outcome.output()).isZero();
    List<String> lines =
        outcome.output().lines().dropWhile(line -> !line.startsWith("kernel,")).toList();
    String[] columns = lines.get(0).split(",", -1);
    Map<String, Map<String, Long>> counts = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      Map<String, Long> of = new HashMap<>();
      for (int k = 1; k < fields.length; k++) {
        of.put(columns[k], Long.parseLong(fields[k]));
      }
      counts.put(fields[0], of);
    }
    return counts;
  }

  private static long of(Map<String, Map<String, Long>> counts, String kernel, String what) {
    return counts.get("gravmf_" + kernel).get(what);
  }

  @Test
  void launchesOfAnEpoch() {
    assertThat(tiny)
        .containsOnlyKeys(
            "gravmf_gram_partial", "gravmf_gram_reduce", "gravmf_sparse_16", "gravmf_update_16");
    tiny.values().forEach(of -> assertThat(of.get("launches")).isOne());
  }

  /** A tile of 32 x 32 for each row and each pair of tiles: 5 + 7 rows, 1 pair; 2 + 700, 3. */
  @Test
  void gramTiles() {
    assertThat(of(tiny, "gram_partial", "fma")).isEqualTo(12 * 1024);
    assertThat(of(segments, "gram_partial", "fma")).isEqualTo(702 * 3 * 1024);
    // A row of 4 floats: the four lanes of the tile's first rows load them, and eight its columns.
    assertThat(of(tiny, "gram_partial", "load_bytes")).isEqualTo(12 * (4 + 8) * 16);
    assertThat(of(tiny, "gram_partial", "store_bytes")).isEqualTo(2 * 4096);
  }

  /**
   * Twelve rows of at most 32 ratings, a batch each: 32 lanes, four neighbours, four
   * multiplications for the dot product and four for the sum.
   */
  @Test
  void sparseBatches() {
    assertThat(of(tiny, "sparse_16", "fma")).isEqualTo(12 * 32 * 4 * (4 + 4));
    // A partial of 16 bytes for each row and 8 bytes for the squares of each user.
    assertThat(of(tiny, "sparse_16", "store_bytes")).isEqualTo(12 * 16 + 5 * 8);
  }

  /**
   * X G of two tiles, all four rows of G by the last of four warps: 32 lanes, one quad of columns
   * each, 4 x 4 multiplications; then 4 + 4 to join the gradient and 6 a parameter for AdamW, in
   * twelve lanes.
   */
  @Test
  void updates() {
    assertThat(of(tiny, "update_16", "fma")).isEqualTo(2 * 32 * 16 + 12 * (4 + 4 + 4 * 6));
    // Factors and two moments of twelve rows, and the loss of the epoch.
    assertThat(of(tiny, "update_16", "store_bytes")).isEqualTo(12 * 3 * 16 + 3 * 8);
    // Three sums of 1 024 partials: a barrier before and after each and ten halvings; four in each
    // of two tiles.
    assertThat(of(tiny, "update_16", "barriers")).isEqualTo(3 * 12 + 2 * 4);
  }

  /** Between its meetings the persistent kernel does what the others do, whoever does it. */
  @Test
  void partsOfThePersistentKernel() {
    assertThat(part(1, "fma"))
        .isEqualTo(of(segments, "sparse_64", "fma") + of(segments, "gram_partial", "fma"));
    assertThat(part(1, "store_bytes"))
        .isEqualTo(
            of(segments, "sparse_64", "store_bytes") + of(segments, "gram_partial", "store_bytes"));
    assertThat(part(2, "store_bytes")).isEqualTo(of(segments, "gram_reduce", "store_bytes") - 4);
    assertThat(part(3, "fma")).isEqualTo(of(segments, "update_64", "fma"));
    assertThat(part(4, "store_bytes")).isEqualTo(3 * 8);
    assertThat(part(1, "grid_barriers")).isOne();
    assertThat(persistent.values()).extracting(of -> of.get("uninitialised")).containsOnly(0L);
  }

  private static long part(int part, String what) {
    return of(persistent, "persistent_64:" + part, what);
  }

  /** The counter of epochs begins at -1, whose bits are those of fresh memory; nothing else. */
  @Test
  void nothingIsReadThatNobodyWrote() {
    for (Map<String, Map<String, Long>> counts : List.of(tiny, segments)) {
      counts.forEach(
          (kernel, of) ->
              assertThat(of.get("uninitialised"))
                  .as(kernel)
                  .isEqualTo(kernel.equals("gravmf_gram_reduce") ? 1 : 0));
    }
  }

  /**
   * Counts an epoch of MovieLens-100K with 100 factors and prints it as the table of docs/gpu.md
   * has it; what a hand can count there is that table's second check.
   */
  @Test
  @EnabledIfSystemProperty(named = "gravmf.counts.notebook", matches = "true")
  void anEpochOfTheNotebook() throws Exception {
    Problem problem =
        CudaSweepGoldenTest.problem(
            SharedData.require("golden/notebook-d100"),
            Objective.NOTEBOOK,
            Optimizer.AdamW.NOTEBOOK);
    Replay replay = Replay.built(Form.COUNTS, "128");
    Map<String, Map<String, Long>> epoch =
        counts(replay.run(List.of(epoch(EpochPath.STREAM, problem))));
    print(epoch);
    for (Card card : CARDS) {
      System.out.println(card);
      Path record =
          RaceRecords.oneEpoch(
              folder, EpochPath.PERSISTENT, card.blocks / BLOCKS_OF_A_MULTIPROCESSOR, problem);
      assertThat(Files.readString(record, StandardCharsets.ISO_8859_1))
          .contains(" gravmf_persistent_128 " + card.blocks + " 1 1 ");
      print(counts(replay.run(List.of(record), "--own-cache", "" + card.ownCache)));
    }
    // Factors and two moments of 943 + 1 682 rows of 100 floats, and the loss of the epoch.
    assertThat(of(epoch, "update_128", "store_bytes")).isEqualTo(2625L * 3 * 400 + 3 * 8);
  }

  private static void print(Map<String, Map<String, Long>> epoch) {
    new TreeMap<>(epoch)
        .forEach(
            (kernel, of) -> {
              double sectors = Math.max(1, of.get("load_sectors"));
              System.out.printf(
                  Locale.ROOT,
                  "| `%s` | %.1f M | %.1f | %d k | %.2f M | %.2f M | %.0f %% | %.0f %% | %.1f |%n",
                  kernel.replace("gravmf_", ""),
                  1e-6 * of.get("fma"),
                  1e-6 * of.get("load_bytes"),
                  Math.round(1e-3 * of.get("load_requests")),
                  1e-6 * of.get("load_sectors"),
                  1e-6 * of.get("load_lines"),
                  100 * of.get("l1_hits") / sectors,
                  100 * of.get("l2_hits") / sectors,
                  1e-6 * of.get("store_bytes"));
            });
  }
}
