package io.gravmf.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.backend.Hyperparameters;
import io.gravmf.backend.Loss;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.DenseIds;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.IdMap;
import io.gravmf.data.IntegerIds;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.StringIds;
import io.gravmf.train.InitialFactors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesTest {

  @TempDir Path folder;

  private static Model model(IdMap users, IdMap items) {
    TrainingState state = InitialFactors.normal(users.size(), items.size(), 5, 3);
    Provenance provenance =
        new Provenance(
            "1.2",
            "cpu-plain",
            -77,
            "XO_SHI_RO_256_PP",
            "0.8 at random by seed -77",
            80,
            20,
            400,
            new Hyperparameters(0.1, 0.9, 0.999, 1e-8, 0.01, 0.1, 0.3),
            new Loss(0.1, 0.2, 1.0 / 3),
            new Loss(1e-300, 0.5, 0.25));
    return new Model(
        state.users().factors(), state.items().factors(), 10 / 3.0, users, items, provenance);
  }

  @Test
  void savingAndLoadingIsTheIdentityForEveryKindOfId() throws IOException {
    List<IdMap> kinds =
        List.of(
            new DenseIds(3),
            new IntegerIds(new long[] {4, 9, 1L << 40}),
            new StringIds(new String[] {"", "a \"b\"", "\u00e9\n"}));
    for (IdMap users : kinds) {
      for (IdMap items : kinds) {
        Model saved = model(users, items);
        ModelFiles.save(folder, saved);
        byte[] json = Files.readAllBytes(folder.resolve("model.json"));
        Model loaded = ModelFiles.load(folder);
        assertThat(loaded.mean()).isEqualTo(saved.mean());
        assertThat(loaded.provenance()).isEqualTo(saved.provenance());
        assertThat(loaded.userFactors().values()).isEqualTo(saved.userFactors().values());
        assertThat(loaded.itemFactors().values()).isEqualTo(saved.itemFactors().values());
        for (int row = 0; row < 3; row++) {
          assertThat(loaded.userIds().id(row)).isEqualTo(users.id(row));
          assertThat(loaded.itemIds().row(items.id(row))).isEqualTo(row);
        }
        ModelFiles.save(folder, loaded);
        assertThat(folder.resolve("model.json")).hasBinaryContent(json);
      }
    }
  }

  @Test
  void filesThatDoNotFitEachOtherAreNamed() throws IOException {
    ModelFiles.save(folder, model(new DenseIds(3), new DenseIds(4)));
    Path other = folder.resolve("other");
    ModelFiles.save(other, model(new DenseIds(2), new DenseIds(4)));
    Files.copy(other.resolve("model.safetensors"), folder.resolve("m"));
    Files.move(
        folder.resolve("m"),
        folder.resolve("model.safetensors"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> ModelFiles.load(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("does not fit model.json");
    assertThatThrownBy(() -> ModelFiles.load(folder.resolve("none")))
        .hasMessageEndingWith("no such file, expected a model's folder");
  }

  @Test
  void damagedDescriptionsAreNamedInOneLine() throws IOException {
    ModelFiles.save(folder, model(new DenseIds(3), new StringIds(new String[] {"a", "b"})));
    Path json = folder.resolve("model.json");
    byte[] whole = Files.readAllBytes(json);
    Random random = new Random(5);
    for (int k = 0; k < 300; k++) {
      byte[] damaged = whole.clone();
      for (int change = 0; change < 3; change++) {
        damaged[random.nextInt(damaged.length)] = (byte) (32 + random.nextInt(95));
      }
      Files.write(json, damaged);
      try {
        ModelFiles.load(folder);
      } catch (InvalidInputException named) {
        assertThat(named.getMessage()).doesNotContain("\n").startsWith(folder.toString());
      }
    }
    String text = new String(whole, StandardCharsets.UTF_8);
    Files.writeString(json, text.replace("\"mean\"", "\"median\""));
    assertThatThrownBy(() -> ModelFiles.load(folder))
        .hasMessage(json + ": mean: found nothing, expected a number");
  }

  @Test
  void checkpointsKeepEveryBit() {
    TrainingState.Side users = new TrainingState.Side(random(3, 4), random(3, 4), random(3, 4));
    TrainingState.Side items = new TrainingState.Side(random(6, 4), random(6, 4), random(6, 4));
    Checkpoint.save(folder, new TrainingState(17, users, items), "run 1");
    TrainingState loaded = Checkpoint.load(folder, "run 1");
    assertThat(loaded.epoch()).isEqualTo(17);
    assertThat(loaded.items().secondMoment().values()).isEqualTo(items.secondMoment().values());
    assertThat(loaded.users().firstMoment().values()).isEqualTo(users.firstMoment().values());
    assertThatThrownBy(() -> Checkpoint.load(folder, "run 2"))
        .hasMessageEndingWith("is of another run: found run 1, expected run 2");
  }

  private static FloatMatrix random(int rows, int columns) {
    FloatMatrix matrix = FloatMatrix.zeros(rows, columns);
    Random random = new Random(rows);
    for (int k = 0; k < matrix.values().length; k++) {
      matrix.values()[k] = random.nextFloat();
    }
    return matrix;
  }
}
