package io.gravmf.model;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.backend.Loss;
import io.gravmf.backend.TrainingState;
import io.gravmf.backend.reference.RandomObjectives;
import io.gravmf.data.DenseIds;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.IdMap;
import io.gravmf.data.IntegerIds;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.SplitFingerprint;
import io.gravmf.data.StringIds;
import io.gravmf.format.Npy;
import io.gravmf.format.SafeTensors;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.InitialFactors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFilesTest {

  @TempDir Path folder;

  private static Model model(IdMap users, IdMap items) {
    return model(users, items, new Loss(1e-300, 0.5, 0.25));
  }

  private static Model model(IdMap users, IdMap items, Loss validation) {
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
            Optional.of(new SplitFingerprint(-2, 77)),
            400,
            Objective.ofWeights(0.1, 0.3),
            Optimizer.AdamW.NOTEBOOK,
            new Loss(0.1, 0.2, 1.0 / 3),
            Optional.of(validation));
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

  /** Each member of the family of objectives, each optimiser. */
  @Test
  void whatWasMinimisedAndHowIsKept() {
    List<Optimizer> optimizers =
        List.of(
            new Optimizer.AdamW(0.3, 0.5, 0.9, 1e-3, 0.2),
            new Optimizer.LeastSquares(),
            new Optimizer.ConjugateGradients(5));
    for (int seed = 0; seed < 40; seed++) {
      Objective objective = RandomObjectives.of(seed);
      Optimizer optimizer = optimizers.get(seed % optimizers.size());
      Model some = model(new DenseIds(3), new DenseIds(2));
      Provenance p = some.provenance();
      Model saved =
          new Model(
              some.userFactors(),
              some.itemFactors(),
              objective
                  .biases()
                  .map(
                      any ->
                          new Model.Biases(
                              new FloatMatrix(3, 1, new float[] {1, 2, 3}),
                              new FloatMatrix(2, 1, new float[] {-4, 5}))),
              some.mean(),
              some.userIds(),
              some.itemIds(),
              new Provenance(
                  p.version(),
                  p.backend(),
                  p.seed(),
                  p.generator(),
                  p.split(),
                  p.trainRatings(),
                  p.validationRatings(),
                  p.fingerprint(),
                  p.epochs(),
                  objective,
                  optimizer,
                  p.trainLoss(),
                  p.validationLoss()));
      ModelFiles.save(folder, saved);
      Model loaded = ModelFiles.load(folder);
      assertThat(loaded.provenance()).isEqualTo(saved.provenance());
      assertThat(loaded.biases().isPresent()).isEqualTo(objective.hasBiases());
      for (int user = 0; user < 3; user++) {
        assertThat(loaded.predict(user, 1)).isEqualTo(saved.predict(user, 1));
      }
    }
  }

  @Test
  void smallAndEmptyModelsAreKept() {
    List<IdMap> kinds =
        List.of(
            new DenseIds(0),
            new DenseIds(1),
            new IntegerIds(new long[0]),
            new StringIds(new String[0]),
            new StringIds(new String[] {"1"}));
    for (IdMap users : kinds) {
      Model saved = model(users, new DenseIds(1));
      ModelFiles.save(folder, saved);
      Model loaded = ModelFiles.load(folder);
      assertThat(loaded.userIds().size()).isEqualTo(users.size());
      assertThat(loaded.userFactors().values()).isEqualTo(saved.userFactors().values());
      assertThat(loaded.provenance()).isEqualTo(saved.provenance());
    }
  }

  @Test
  void lossesThatAreNotFiniteAreKept() {
    Loss loss = new Loss(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    ModelFiles.save(folder, model(new DenseIds(2), new DenseIds(2), loss));
    assertThat(ModelFiles.load(folder).provenance().validationLoss()).contains(loss);
  }

  @Test
  void equalModelsGiveEqualBytesAndNothingElse() throws IOException {
    Path other = folder.resolve("other");
    Path one = folder.resolve("one");
    ModelFiles.save(one, model(new DenseIds(3), new IntegerIds(new long[] {7})));
    ModelFiles.save(other, model(new DenseIds(3), new IntegerIds(new long[] {7})));
    for (String name : List.of("model.json", "model.safetensors")) {
      assertThat(one.resolve(name)).hasSameBinaryContentAs(other.resolve(name));
    }
    assertThat(Files.readString(one.resolve("model.json"))).doesNotContain("\r");
    try (var files = Files.list(one)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void factorsAreExportedForNumPy() {
    Model model = model(new DenseIds(3), new DenseIds(2));
    ModelFiles.exportNpy(folder, model);
    assertThat(Npy.readMatrix(folder.resolve("user_factors.npy")).values())
        .isEqualTo(model.userFactors().values());
    assertThat(Npy.readMatrix(folder.resolve("item_factors.npy")).values())
        .isEqualTo(model.itemFactors().values());
  }

  @Test
  void filesThatDoNotFitEachOtherAreNamed() throws IOException {
    ModelFiles.save(folder, model(new DenseIds(3), new DenseIds(4)));
    Path other = folder.resolve("other");
    ModelFiles.save(other, model(new DenseIds(2), new DenseIds(4)));
    Path tensors = folder.resolve("model.safetensors");
    Files.copy(other.resolve("model.safetensors"), tensors, REPLACE_EXISTING);
    assertThatThrownBy(() -> ModelFiles.load(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("does not fit model.json");

    Map<String, FloatMatrix> narrow =
        Map.of("user_emb.weight", random(3, 2), "movie_emb.weight", random(4, 2));
    new SafeTensors(narrow, Map.of()).write(tensors);
    assertThatThrownBy(() -> ModelFiles.load(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(tensors + ": does not fit model.json: found d = 2, expected 5");

    new SafeTensors(Map.of("user_emb.weight", random(3, 5)), Map.of()).write(tensors);
    assertThatThrownBy(() -> ModelFiles.load(folder))
        .hasMessage(tensors + ": found the tensors [user_emb.weight], expected movie_emb.weight");

    Files.delete(tensors);
    assertThatThrownBy(() -> ModelFiles.load(folder)).hasMessage(tensors + ": no such file");
    assertThatThrownBy(() -> ModelFiles.load(folder.resolve("none")))
        .hasMessageEndingWith("no such file, expected a model's folder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "\"users\" : 3~\"users\" : 4~user_ids: found 3 ids, expected 4",
        "\"user_ids\" : 3~\"user_ids\" : -3~size is -3, expected 0 or more",
        "\"user_ids\" : 3~\"user_ids\" : [2, 1, 3]~ids must ascend strictly",
        "\"user_ids\" : 3~\"user_ids\" : [1, 2.5, 3]~user_ids[1]: found 2.5, expected an integer",
        "\"user_ids\" : 3~\"user_ids\" : [\"a\", {}, 3]~user_ids[1]: found an object, expected a str",
        "\"user_ids\" : 3~\"user_ids\" : {}~user_ids: found an object, expected a number or a list",
        "\"dim\" : 5~\"dim\" : 5, \"dim\" : 5~found no JSON (Duplicate",
        "\"epochs\" : 400~\"epochs\" : 4e9~epochs: found 4.0E9, expected a whole number",
        "\"beta1\" : 0.9~\"beta1\" : 1.5~beta1 is 1.5, expected a finite number, in [0, 1)",
        "\"mean\" : 3~\"mean\" : 1e999, \"m\" : 3~mean: found",
        "gravmf-model-1~gravmf-model-2~format: found gravmf-model-2, expected gravmf-model-1",
      })
  void wrongDescriptionsAreNamed(String from, String to, String message) throws IOException {
    ModelFiles.save(folder, model(new DenseIds(3), new DenseIds(4)));
    Path json = folder.resolve("model.json");
    String text = Files.readString(json);
    assertThat(text).contains(from);
    Files.writeString(json, text.replace(from, to));
    assertThatThrownBy(() -> ModelFiles.load(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(json + ": " + message);
  }

  @Test
  void damagedDescriptionsAreNamedInOneLine() throws IOException {
    ModelFiles.save(folder, model(new DenseIds(3), new StringIds(new String[] {"a", "b"})));
    Path json = folder.resolve("model.json");
    byte[] whole = Files.readAllBytes(json);
    Random random = new Random(5);
    for (int k = 0; k < 400; k++) {
      boolean truncated = k % 4 == 0;
      byte[] damaged =
          Arrays.copyOf(whole, truncated ? random.nextInt(whole.length) : whole.length);
      for (int change = 0; change < 3 && damaged.length > 0; change++) {
        int printable = 32 + random.nextInt(95);
        damaged[random.nextInt(damaged.length)] =
            (byte) (k % 2 == 0 ? printable : random.nextInt());
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
        .hasMessage(json + ": mean: found nothing, expected a finite number");
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
