package io.gravmf.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gravmf.SharedData;
import io.gravmf.data.InvalidInputException;
import io.gravmf.format.SafeTensors;
import io.gravmf.objective.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but what was saved is ever loaded. */
class ModelDamageTest {

  @TempDir Path folder;

  private static Model model(long seed) {
    return Models.of(
        Models.factors(3, 2, seed),
        Models.factors(4, 2, -seed),
        3.0 + (int) seed,
        10,
        Objective.ofWeights(0.1, 0.1));
  }

  private static void assertIs(Model found, Model saved) {
    assertThat(found.mean()).isEqualTo(saved.mean());
    assertThat(found.userFactors().values()).isEqualTo(saved.userFactors().values());
    assertThat(found.itemFactors().values()).isEqualTo(saved.itemFactors().values());
    assertThat(found.provenance()).isEqualTo(saved.provenance());
  }

  /** A damaged file is refused; only a blank between members of the JSON may be another. */
  @ParameterizedTest
  @ValueSource(strings = {ModelFiles.TENSORS, ModelFiles.JSON})
  void everyByteThatIsChangedIsFound(String name) throws IOException {
    Model saved = model(1);
    ModelFiles.save(folder, saved);
    Path file = folder.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    int found = 0;
    for (int k = 0; k < whole.length; k++) {
      for (int change : new int[] {1, 4, 0x10, 0xff}) {
        byte[] damaged = whole.clone();
        damaged[k] ^= (byte) change;
        Files.write(file, damaged);
        try {
          assertIs(ModelFiles.load(folder), saved);
          assertThat(damaged[k]).as("byte %d", k).isLessThanOrEqualTo((byte) ' ');
        } catch (InvalidInputException e) {
          assertThat(e.getMessage()).startsWith(file + ": ");
          found++;
        }
      }
    }
    assertThat(found).isGreaterThan(4 * whole.length * 3 / 4);
  }

  /** One file is of the one save, the other of the other, as a kill between two renames leaves. */
  @Test
  void filesOfTwoSavesAreRefused() throws IOException {
    Path other = folder.resolve("other");
    ModelFiles.save(folder, model(1));
    ModelFiles.save(other, model(2));
    Files.copy(
        other.resolve(ModelFiles.TENSORS),
        folder.resolve(ModelFiles.TENSORS),
        StandardCopyOption.REPLACE_EXISTING);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ModelFiles.load(folder))
        .withMessageStartingWith(folder.resolve(ModelFiles.TENSORS) + ": does not fit model.json")
        .withMessageEndingWith("they were not saved together");
  }

  @Test
  void whoLoadsWhileAnotherSavesGetsTheOneOrTheOther() throws Exception {
    Model one = model(1);
    Model two = model(2);
    ModelFiles.save(folder, one);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService saver = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> saves =
          saver.submit(
              () -> {
                int count = 0;
                while (!done.get()) {
                  ModelFiles.save(folder, count++ % 2 == 0 ? two : one);
                }
                return count;
              });
      for (int k = 0; k < 300 || (k < 3000 && saves.isDone()); k++) {
        Model loaded = ModelFiles.load(folder);
        assertIs(loaded, loaded.mean() == one.mean() ? one : two);
      }
      done.set(true);
      assertThat(saves.get()).isPositive();
    } finally {
      done.set(true);
      saver.shutdown();
    }
  }

  /** As earlier versions saved them: the same files, without a checksum. */
  @Test
  void modelsWithoutChecksumsAreLoaded() throws IOException {
    Model saved = model(1);
    ModelFiles.save(folder, saved);
    Path tensors = folder.resolve(ModelFiles.TENSORS);
    SafeTensors.read(tensors).write(tensors);
    Path json = folder.resolve(ModelFiles.JSON);
    String text = Files.readString(json);
    Files.writeString(json, text.substring(0, text.indexOf(",\n  \"tensors_crc32c\"")) + "}");
    assertIs(ModelFiles.load(folder), saved);
  }

  @Test
  void factorsThatAreNotFiniteAreRefused() {
    Model model = model(1);
    model.itemFactors().values()[5] = Float.NaN;
    ModelFiles.save(folder, model);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ModelFiles.load(folder))
        .withMessage(
            folder.resolve(ModelFiles.TENSORS)
                + ": movie_emb.weight[2][1]: found NaN, expected a finite number");
  }

  /** Saved before there were checksums: what the run recorded of its factors is compared. */
  @Test
  void casesFromTheFieldAreRefused() {
    Map<String, String> cases =
        Map.of(
            "mixed-model",
            ": does not fit model.json: found factors with an L2 of 0.167597, expected the"
                + " recorded validation_loss.l2, 0.164133: they are of another run",
            "m-nan",
            "found NaN, expected a finite number");
    Path hostile = SharedData.require("hostile-cases");
    cases.forEach(
        (name, message) ->
            assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> ModelFiles.load(hostile.resolve(name)))
                .withMessageContaining(message));
  }

  @Test
  void tensorsThatAnotherProgramWroteAreReadWithoutChecksums() {
    Path file = folder.resolve("other.safetensors");
    new SafeTensors(Map.of("w", model(1).userFactors()), Map.of("format", "pt")).write(file);
    assertThatCode(() -> SafeTensors.read(file)).doesNotThrowAnyException();
    assertThat(SafeTensors.read(file).withChecksums().metadata())
        .containsOnlyKeys("crc32c", "crc32c.w", "format");
  }
}
