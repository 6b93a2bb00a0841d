package io.gravmf.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.cli.Run;
import io.gravmf.cli.SmallData;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --from}: on small data, to which users and items are added. */
class TrainFromModelTest {

  @TempDir Path folder;
  private Path ratings;
  private Path model;
  private Path next;

  @BeforeEach
  void train() {
    ratings = folder.resolve("u.data");
    model = folder.resolve("model");
    next = folder.resolve("next");
    SmallData.generate(folder);
    SmallData.train(ratings, model, "--items", folder.resolve("u.item")).requireOk();
  }

  private List<Object> from(Path data) {
    return List.of("train", "--ratings", data, "--from", model, "--out", next);
  }

  @Test
  void goesOnWithAddedUsersAndItems() throws IOException {
    Path more =
        Files.writeString(
            folder.resolve("more.data"),
            Files.readString(ratings)
                + "anna\t1\t5\t881250949\nanna\t2\t1\t881250949\nbert\tfilm\t3\t881250949\n");
    // So small a step moves a factor by less than 1e-6: what was taken can still be seen.
    Run run = Run.of(from(more), "--epochs", 1, "--lr", "1e-6", "--split", 1).requireOk();
    assertThat(run.out())
        .contains("from " + model + ": 60 users taken, 2 new; ")
        .containsPattern(" items taken, 1 new\\R")
        .doesNotContain("held out now");
    Model before = ModelFiles.load(model);
    Model after = ModelFiles.load(next);
    assertThat(after.dim()).isEqualTo(6);
    assertThat(after.userIds().size()).isEqualTo(62);
    for (int row = 0; row < before.userIds().size(); row++) {
      int now = after.userIds().row(before.userIds().id(row));
      for (int k = 0; k < 6; k++) {
        assertThat(after.userFactors().get(now, k))
            .isCloseTo(before.userFactors().get(row, k), within(4e-6f));
      }
    }
    int anna = after.userIds().row("anna") * 6;
    assertThat(Arrays.copyOfRange(after.userFactors().values(), anna, anna + 6)).doesNotContain(0);
    String first = before.itemIds().id(0);
    assertThat(after.titles().get(after.itemIds().row(first))).isEqualTo(before.titles().get(0));
    assertThat(after.titles().get(after.itemIds().row("film"))).isNull();
  }

  @Test
  void saysThatHeldOutRatingsMayHaveBeenLearned() {
    assertThat(Run.of(from(ratings), "--epochs", 1).requireOk().out())
        .doesNotContain("held out now");
    assertThat(Run.of(from(ratings), "--epochs", 1, "--seed", 2).requireOk().out())
        .contains("it may have learned from ratings held out now");
  }

  @Test
  void aModelMayBeReplacedByWhatGoesOnFromIt() {
    Run.of("train", "--ratings", ratings, "--from", model, "--out", model, "--epochs", 3)
        .requireOk();
    assertThat(ModelFiles.load(model).provenance().epochs()).isEqualTo(3);
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    Run.of(from(ratings), "--dim", 7)
        .requireRefused("--dim is 7, expected 6, which the model of --from has");
    Run.of(from(ratings), "--biases").requireRefused("go on from it without --biases");
    assertThat(Run.of(from(ratings), "--resume", model).err())
        .contains("--from, --resume and --init-user/--init-item exclude each other");
    assertThat(Run.of(from(ratings), "--init-user", "u.npy", "--init-item", "v.npy").err())
        .contains("--from, --resume and --init-user/--init-item exclude each other");
    Path others = Files.writeString(folder.resolve("others.csv"), "a,x,3\nb,y,4\n");
    Run.of(from(others)).requireRefused("knows none of the 2 users and 2 items of the ratings");
    Run.of("train", "--ratings", ratings, "--from", folder.resolve("none")).requireRefused("none");
    SmallData.train(ratings, model, "--biases").requireOk();
    Run.of(from(ratings)).requireRefused("the model has biases, add --biases to go on from it");
    Run.of(from(ratings), "--biases", "--epochs", 2, "--dim", 6).requireOk();
  }
}
