package io.gravmf.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gravmf.SharedData;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Split;
import io.gravmf.format.SafeTensors;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.InitialFactors;
import io.gravmf.train.RunState;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFilesTest {

  private static final Split SPLIT = Runs.split(5);
  private static final TrainingConfig CONFIG =
      Runs.config(Optimizer.AdamW.NOTEBOOK)
          .epochs(23)
          .earlyStopPatience(50)
          .checkpointEvery(10)
          .build();

  @TempDir private Path folder;
  private Path file;
  private Path previous;

  @BeforeEach
  void name() {
    file = folder.resolve(CheckpointFiles.FILE);
    previous = folder.resolve(CheckpointFiles.PREVIOUS);
  }

  /** Saves those after 10 and 20 epochs. */
  private void train() {
    Checkpoint run =
        new Checkpoint(
            RunState.of(InitialFactors.normal(9, 7, 3, 1)),
            RunIdentity.of(SPLIT, CONFIG, Runs.BACKEND),
            RunIdentity.notes(Runs.BACKEND));
    Trainer.train(
        SPLIT,
        CONFIG,
        Runs.BACKEND,
        new TrainingListener() {
          @Override
          public void onCheckpoint(java.util.function.Supplier<RunState> state) {
            CheckpointFiles.save(folder, run.at(state.get()));
          }
        });
  }

  @Test
  void theLastTwoAreKept() throws IOException {
    train();
    assertThat(CheckpointFiles.read(file).run().epoch()).isEqualTo(20);
    assertThat(CheckpointFiles.read(previous).run().epoch()).isEqualTo(10);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, previous);
    }
  }

  @Test
  void whereTheNewerIsDamagedTheOlderIsTaken() throws IOException {
    train();
    assertThat(CheckpointFiles.load(folder).problem()).isEmpty();
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(3);
    for (int k = 0; k < 50; k++) {
      byte[] damaged = java.util.Arrays.copyOf(whole, random.nextInt(whole.length));
      Files.write(file, damaged);
      assertOlderIsTaken();
    }
    Files.delete(file);
    assertOlderIsTaken();
    Files.writeString(previous, "no checkpoint");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> CheckpointFiles.load(folder))
        .withMessage(file + ": no such file");
  }

  private void assertOlderIsTaken() {
    CheckpointFiles.Found found = CheckpointFiles.load(folder);
    assertThat(found.file()).isEqualTo(previous);
    assertThat(found.checkpoint().run().epoch()).isEqualTo(10);
    assertThat(found.problem().orElseThrow()).startsWith(file + ": ").doesNotContain("\n");
  }

  @Test
  void everyByteThatIsChangedIsFound() throws IOException {
    train();
    byte[] whole = Files.readAllBytes(file);
    for (int k = 0; k < whole.length; k++) {
      byte[] damaged = whole.clone();
      damaged[k] ^= (byte) (k % 2 == 0 ? 1 << k / 2 % 8 : 0xff);
      Files.write(file, damaged);
      assertThatExceptionOfType(InvalidInputException.class)
          .as("byte %d", k)
          .isThrownBy(() -> CheckpointFiles.read(file))
          .withMessageStartingWith(file + ": ");
    }
  }

  @Test
  void whatDiffersIsNamed() {
    train();
    Checkpoint checkpoint = CheckpointFiles.load(folder).checkpoint();
    checkpoint.requireFits("c", SPLIT, CONFIG, Runs.BACKEND);
    TrainingConfig.Builder other = Runs.config(Optimizer.AdamW.NOTEBOOK.withLearningRate(0.2));
    refused(
        checkpoint,
        SPLIT,
        other.earlyStopPatience(49).reportEvery(5).seed(7).build(),
        "cpu-vector",
        "c: is of another run: backend is cpu-plain there, cpu-vector here; early_stop is 50"
            + " reports, every 4th there, 49 reports, every 5th here; lr is 0.1 there, 0.2 here;"
            + " seed is 1 there, 7 here");
    refused(
        checkpoint,
        Runs.split(6),
        CONFIG,
        "cpu-plain",
        "; ratings is 27 ratings of 7 items by 9 users (checksum bc681c2d) there, 34 ratings");
    refused(
        checkpoint,
        SPLIT,
        Runs.config(new Optimizer.LeastSquares()).earlyStopPatience(50).build(),
        "cpu-plain",
        "c: is of another run: optimizer is adamw there, als here");
    // How long to train may be changed.
    checkpoint.requireFits(
        "c",
        SPLIT,
        Runs.config(Optimizer.AdamW.NOTEBOOK).earlyStopPatience(50).epochs(999).build(),
        Runs.BACKEND);
  }

  private static void refused(
      Checkpoint checkpoint, Split split, TrainingConfig config, String device, String message) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                checkpoint.requireFits(
                    "c",
                    split,
                    config,
                    Backends.choose(device, BackendOptions.defaults()).backend()))
        .withMessageContaining(message);
  }

  /** Checksums that are right do not make a checkpoint that is. */
  @Test
  void tensorsOfOtherShapesAndNumbersThatAreNoneAreNamed() {
    train();
    SafeTensors whole = SafeTensors.readWithDoubles(file);
    Map<String, FloatMatrix> all = whole.tensors();
    for (String name : all.keySet()) {
      FloatMatrix matrix = all.get(name);
      List<FloatMatrix> others = new ArrayList<>();
      others.add(FloatMatrix.zeros(matrix.rows() + 1, matrix.columns()));
      others.add(FloatMatrix.zeros(matrix.rows(), matrix.columns() + 1));
      others.add(FloatMatrix.zeros(0, 0));
      FloatMatrix notFinite =
          new FloatMatrix(matrix.rows(), matrix.columns(), matrix.values().clone());
      notFinite.values()[1] = Float.NaN;
      others.add(notFinite);
      for (FloatMatrix other : others) {
        Map<String, FloatMatrix> changed = new LinkedHashMap<>(all);
        changed.put(name, other);
        write(changed, whole, whole.metadata());
      }
      Map<String, FloatMatrix> without = new LinkedHashMap<>(all);
      without.remove(name);
      write(without, whole, whole.metadata());
    }
    for (String name : whole.metadata().keySet()) {
      if (name.startsWith("note.") || name.equals("reports_since_best")) {
        continue;
      }
      for (String value : new String[] {"-1", "x", "999999999", "", "4294967296"}) {
        Map<String, String> changed = new LinkedHashMap<>(whole.metadata());
        changed.put(name, value);
        // A number of epochs is a number of epochs.
        if (!(name.endsWith("epoch") && value.startsWith("9"))) {
          write(all, whole, changed);
        }
      }
    }
  }

  private void write(
      Map<String, FloatMatrix> tensors, SafeTensors whole, Map<String, String> metadata) {
    new SafeTensors(tensors, whole.doubles(), metadata).withChecksums().write(file);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> CheckpointFiles.read(file).requireFits("it", SPLIT, CONFIG, Runs.BACKEND))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  /** From before there were checksums, reports and settings by name. */
  @Test
  void aCheckpointOfTheFirstVersionsIsRead() {
    Path hostile = SharedData.require("hostile-cases").resolve("last-epoch");
    Checkpoint checkpoint = CheckpointFiles.load(hostile).checkpoint();
    assertThat(checkpoint.run().epoch()).isEqualTo(1500);
    assertThat(checkpoint.run().state().dim()).isEqualTo(8);
    assertThat(checkpoint.run().state().users().secondMoment().rows()).isEqualTo(943);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> checkpoint.requireFits("it", SPLIT, CONFIG, Runs.BACKEND))
        .withMessageStartingWith("it: is of another run: found 80000 ratings of 1682 items")
        .withMessageContaining(", expected ")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("["));
  }

  @Test
  void theWriterSavesTheNewestAndSaysWhatItCouldNot() throws IOException {
    List<String> failures = new ArrayList<>();
    TrainingState state = InitialFactors.normal(9, 7, 3, 1);
    Checkpoint run = new Checkpoint(RunState.of(state), Map.of(), Map.of());
    try (CheckpointWriter writer = new CheckpointWriter(folder, run, failures::add)) {
      for (int epoch = 1; epoch <= 100; epoch++) {
        writer.offer(at(epoch, state));
      }
      writer.finish();
      assertThat(writer.saved()).hasValue(100);
    }
    assertThat(CheckpointFiles.read(file).run().epoch()).isEqualTo(100);
    TrainingState broken = InitialFactors.normal(9, 7, 3, 1);
    broken.items().factors().values()[3] = Float.NaN;
    try (CheckpointWriter writer = new CheckpointWriter(folder, run, failures::add)) {
      writer.offer(at(101, broken));
    }
    assertThat(CheckpointFiles.read(file).run().epoch()).isEqualTo(100);
    assertThat(failures).isEmpty();
    Path occupied = Files.writeString(folder.resolve("occupied"), "a file");
    try (CheckpointWriter writer = new CheckpointWriter(occupied, run, failures::add)) {
      writer.offer(at(102, state));
      writer.finish();
      assertThat(writer.saved()).isEmpty();
    }
    assertThat(failures).hasSize(1).first().asString().contains("cannot be written");
  }

  private static RunState at(int epoch, TrainingState state) {
    return RunState.of(new TrainingState(epoch, state.dim(), state.users(), state.items()));
  }
}
