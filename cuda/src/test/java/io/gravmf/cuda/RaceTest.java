package io.gravmf.cuda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.EpochPath;
import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.emulator.Replay;
import io.gravmf.emulator.Replay.Form;
import io.gravmf.emulator.Replay.Mistake;
import io.gravmf.emulator.Replay.Outcome;
import io.gravmf.kernels.KernelImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No kernel and no way to run them has a race, as far as ThreadSanitizer sees; and it sees the
 * mistakes that are put in. The long form: {@code -Dgravmf.races.seeds=1000 -Dgravmf.races.all=true
 * -Dgravmf.races.selftest=true}.
 */
class RaceTest {

  private static final long SEEDS = Long.getLong("gravmf.races.seeds", 2);

  /** These have no shared memory and a thread an element; the product launches none of them. */
  private static final Set<String> LEFT_TO_THE_SELF_TEST =
      Set.of("gravmf_adamw", "gravmf_dense_gravity_simple", "gravmf_tsne_simple");

  private static final Map<EpochPath, Path> EPOCHS = new EnumMap<>(EpochPath.class);

  @TempDir static Path folder;

  private static Path group;
  private static List<Path> others;
  private static Replay races;

  @BeforeAll
  static void recordAll() throws IOException, InterruptedException {
    EmulatedDriver.load();
    EmulatedDriver.reset();
    races = Replay.built(Form.RACES, RaceRecords.EPOCH_WIDTHS);
    for (EpochPath path :
        List.of(EpochPath.STREAM, EpochPath.GRAPH, EpochPath.PERSISTENT, EpochPath.SIMPLE)) {
      EPOCHS.put(path, RaceRecords.epochs(folder, path));
    }
    group = RaceRecords.group(folder);
    others =
        List.of(
            RaceRecords.widths(folder),
            RaceRecords.family(folder),
            RaceRecords.sampling(folder),
            RaceRecords.queries(folder));
    if (Boolean.getBoolean("gravmf.races.selftest")) {
      others = new ArrayList<>(others);
      others.add(RaceRecords.selfTest(folder));
    }
  }

  @AfterAll
  static void reset() {
    if (EmulatedDriver.isBuilt()) {
      EmulatedDriver.reset();
    }
  }

  private static List<Path> all() {
    List<Path> all = new ArrayList<>(EPOCHS.values());
    all.add(group);
    all.addAll(others);
    return all;
  }

  private static void assertNoRaces(Outcome outcome) {
    assertThat(outcome.races()).as(outcome.output()).isEmpty();
    assertThat(outcome.exit()).as(outcome.output()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"STREAM", "GRAPH", "PERSISTENT", "SIMPLE"})
  void noWayToRunEpochsHasARace(EpochPath path) throws Exception {
    assertNoRaces(races.run(List.of(EPOCHS.get(path)), "--seed", "1"));
  }

  /** Nothing orders the branches among each other. */
  @Test
  void modelsSideBySideHaveNoRace() throws Exception {
    assertNoRaces(races.run(List.of(group), "--seed", "1"));
  }

  /** Every width of every kernel takes minutes: part of the long form. */
  @Test
  @EnabledIfSystemProperty(named = "gravmf.races.all", matches = "true")
  void noOtherKernelHasARace() throws Exception {
    assertNoRaces(Replay.built(Form.RACES).run(others, "--seed", "1"));
  }

  /** The bits of everything that comes back to the host, in orders that seeds make. */
  @Test
  void noOrderOfBlocksWarpsAndLanesChangesABit() throws Exception {
    Replay plain = Replay.built(Form.PLAIN);
    List<Path> all = all();
    Outcome expected = plain.run(all);
    assertThat(expected.exit()).as(expected.output()).isZero();
    assertThat(expected.digests()).hasSize(all.size());
    for (long seed : LongStream.rangeClosed(1, SEEDS).toArray()) {
      Outcome found = plain.run(all, "--seed", "" + seed);
      assertThat(found.digests()).as("seed %d", seed).isEqualTo(expected.digests());
    }
  }

  /** What is not launched is not searched. */
  @Test
  void everyKernelIsLaunched() throws IOException {
    Set<String> launched = new TreeSet<>(LEFT_TO_THE_SELF_TEST);
    for (Path record : all()) {
      launched.addAll(names("launch \\d+ (gravmf_\\w+) ", Files.readAllBytes(record)));
    }
    assertThat(launched).containsAll(names("\\.entry (gravmf_\\w+)", KernelImages.ptx()));
  }

  private static Set<String> names(String pattern, byte[] text) {
    return Pattern.compile(pattern)
        .matcher(new String(text, ISO_8859_1))
        .results()
        .map((MatchResult result) -> result.group(1))
        .collect(Collectors.toSet());
  }

  static List<Arguments> mistakes() {
    return List.of(
        mistake(
            "products take the place of rows that others still read",
            EpochPath.STREAM,
            "update.cuh",
            "        __syncthreads(); // every warp",
            "        // every warp"),
        mistake(
            "updates read Gram matrices that are not there yet",
            EpochPath.PERSISTENT,
            "epoch.cu",
            "        grid.sync();\n        adamw.step",
            "        adamw.step"),
        mistake(
            "shared memory is used again before the last sum was read",
            EpochPath.STREAM,
            "losses.cuh",
            "    __syncthreads(); // the previous",
            "    // the previous"),
        mistake(
            "all read what one has just written",
            EpochPath.STREAM,
            "losses.cuh",
            "    __syncthreads();\n    return shared[0];",
            "    return shared[0];"));
  }

  private static Arguments mistake(
      String what, EpochPath path, String file, String wrong, String instead) {
    return Arguments.of(Named.of(what, new Mistake(file, wrong, instead)), path);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void seesAMistakeInAKernel(Mistake mistake, EpochPath path) throws Exception {
    Path place = Files.createTempDirectory(folder, "mistake");
    Outcome outcome =
        Replay.with(Form.RACES, RaceRecords.EPOCH_WIDTHS, mistake, place)
            .run(List.of(EPOCHS.get(path)));
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Replay.RACES);
    assertThat(outcome.races()).anyMatch(race -> race.contains(place.toString()));
  }

  /** An edge of the graph, the wait of one stream for another, and that of the host. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "edge:gravmf_gram_reduce>gravmf_update",
        "edge:gravmf_sparse>gravmf_update",
        "host"
      })
  void seesAMissingOrder(String forgotten) throws Exception {
    Path record = EPOCHS.get(EpochPath.GRAPH);
    Outcome outcome = races.untilTheFirst().run(List.of(record), "--forget", forgotten);
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Replay.RACES);
  }
}
