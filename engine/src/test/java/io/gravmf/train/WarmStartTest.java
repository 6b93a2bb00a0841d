package io.gravmf.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.IdMap;
import io.gravmf.data.RatingsBuilder;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.model.Model;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarmStartTest {

  private static final int DIM = 5;
  private static final List<String> USERS = ids(1, 12);
  private static final List<String> ITEMS = ids(1, 15);

  private static List<String> ids(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
  }

  private static List<String> and(List<String> ids, String... more) {
    return Stream.concat(ids.stream(), Stream.of(more)).toList();
  }

  /** Ratings whose rows are ordered by number, or as text where one id is not a number. */
  private static Split split(List<String> users, List<String> items) {
    RatingsBuilder builder = new RatingsBuilder();
    for (String user : users) {
      for (String item : items) {
        int pair = Math.floorMod((user + "/" + item).hashCode() * 31, 97);
        if (pair % 4 != 0) {
          builder.add(user, item, 1 + pair % 5);
        }
      }
    }
    return Splits.random(builder.build(), 0.9, 1);
  }

  private static TrainingConfig config(Optimizer optimizer, int epochs, boolean biases) {
    Objective plain = Objective.NOTEBOOK;
    return TrainingConfig.builder()
        .dim(DIM)
        .epochs(epochs)
        .optimizer(optimizer)
        .objective(
            biases
                ? new Objective(
                    plain.targets(),
                    plain.users(),
                    plain.items(),
                    Optional.of(new BiasPenalty(0.1, 0.1)),
                    plain.gravity())
                : plain)
        .build();
  }

  private static TrainingConfig adamw(boolean biases) {
    return config(Optimizer.AdamW.NOTEBOOK, 20, biases);
  }

  private static TrainingResult train(Split split, TrainingConfig config, TrainingState start) {
    return Trainer.train(
        split,
        config,
        start,
        Backends.choose("cpu-plain", new BackendOptions(1)).backend(),
        TrainingListener.NONE);
  }

  private static Model model(Split split, TrainingConfig config) {
    int users = split.train().userCount();
    int items = split.train().itemCount();
    return train(split, config, InitialFactors.of(users, items, config)).model();
  }

  private static float[] row(FloatMatrix matrix, int row) {
    int columns = matrix.columns();
    return Arrays.copyOfRange(matrix.values(), row * columns, (row + 1) * columns);
  }

  private static float[] row(FloatMatrix matrix, IdMap ids, String id) {
    return row(matrix, ids.row(id));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theSameIdsHaveTheModelsRows(boolean biases) {
    Split split = split(USERS, ITEMS);
    Model model = model(split, adamw(biases));
    WarmStart start = WarmStart.of(model, split, adamw(biases));
    assertThat(start.users()).isEqualTo(new WarmStart.Rows(12, 0, 0));
    assertThat(start.items()).isEqualTo(new WarmStart.Rows(15, 0, 0));
    TrainingState state = start.state();
    assertThat(state.epoch()).isZero();
    assertThat(state.users().factors().columns(0, DIM).values())
        .isEqualTo(model.userFactors().values())
        .isNotSameAs(model.userFactors().values());
    assertThat(state.items().factors().columns(0, DIM).values())
        .isEqualTo(model.itemFactors().values());
    assertThat(state.hasBiases()).isEqualTo(biases);
    if (biases) {
      assertThat(state.users().factors().columns(DIM, DIM + 1).values())
          .isEqualTo(model.biases().orElseThrow().users().values())
          .doesNotContain(0);
      assertThat(state.items().factors().columns(DIM, DIM + 1).values())
          .isEqualTo(model.biases().orElseThrow().items().values());
    }
    for (TrainingState.Side side : List.of(state.users(), state.items())) {
      assertThat(side.firstMoment().values()).containsOnly(0);
      assertThat(side.secondMoment().values()).containsOnly(0);
    }
  }

  @Test
  void rowsAreFoundByIdInAnotherOrder() {
    Model model = model(split(USERS, ITEMS), adamw(false));
    // One id of text among numbers puts all in the order of text: 1, 10, 11, 12, 2.
    Split other = split(and(USERS, "ann"), and(ITEMS.subList(2, 15), "a film"));
    WarmStart start = WarmStart.of(model, other, adamw(false));
    assertThat(start.users()).isEqualTo(new WarmStart.Rows(12, 1, 0));
    assertThat(start.items()).isEqualTo(new WarmStart.Rows(13, 1, 2));
    IdMap users = other.train().userIds();
    IdMap items = other.train().itemIds();
    assertThat(users.row("10")).isLessThan(users.row("2"));
    for (String id : USERS) {
      assertThat(row(start.state().users().factors(), users, id))
          .isEqualTo(row(model.userFactors(), model.userIds(), id));
    }
    for (String id : ITEMS.subList(2, 15)) {
      assertThat(row(start.state().items().factors(), items, id))
          .isEqualTo(row(model.itemFactors(), model.itemIds(), id));
    }
  }

  @Test
  void whatIsDrawnDependsOnSeedSideAndIdAlone() {
    Model model = model(split(USERS, ITEMS), adamw(true));
    Split one = split(and(USERS, "13"), and(ITEMS, "16"));
    Split more = split(and(USERS.subList(3, 12), "13", "0", "ann"), and(ITEMS, "13", "16", "17"));
    FloatMatrix users = WarmStart.of(model, one, adamw(true)).state().users().factors();
    FloatMatrix others = WarmStart.of(model, more, adamw(true)).state().users().factors();
    float[] drawn = row(users, one.train().userIds(), "13");
    assertThat(drawn)
        .isEqualTo(row(others, more.train().userIds(), "13"))
        .isNotEqualTo(row(others, more.train().userIds(), "ann"))
        .endsWith(0);
    Split items = split(USERS, and(ITEMS, "17"));
    TrainingConfig plain = adamw(false);
    Model noBiases = model(split(USERS, ITEMS), plain);
    assertThat(
            row(
                WarmStart.of(noBiases, items, plain).state().items().factors(),
                items.train().itemIds(),
                "17"))
        .isNotEqualTo(
            row(
                WarmStart.of(noBiases, split(and(USERS, "17"), ITEMS), plain)
                    .state()
                    .users()
                    .factors(),
                12));
  }

  @Test
  void whatIsDrawnIsNormal() {
    Model model = model(split(USERS, ITEMS), adamw(false));
    Split many = split(and(ids(1000, 5000), "1"), ITEMS);
    TrainingConfig config = TrainingConfig.builder().dim(DIM).initialDeviation(0.5).seed(9).build();
    WarmStart start = WarmStart.of(model, many, config);
    assertThat(start.users()).isEqualTo(new WarmStart.Rows(1, 4001, 11));
    float[] values = start.state().users().factors().values();
    double sum = 0;
    double squares = 0;
    int within = 0;
    for (int k = DIM; k < values.length; k++) {
      sum += values[k];
      squares += values[k] * values[k];
      within += Math.abs(values[k]) < 0.5 ? 1 : 0;
    }
    int count = values.length - DIM;
    // Five standard errors each.
    assertThat(sum / count).isCloseTo(0, within(5 * 0.5 / Math.sqrt(count)));
    assertThat(squares / count).isCloseTo(0.25, within(5 * 0.25 * Math.sqrt(2.0 / count)));
    assertThat((double) within / count).isCloseTo(0.6827, within(5 * 0.4655 / Math.sqrt(count)));
  }

  @Test
  void aSweepFromAConvergedModelHardlyChangesTheLoss() {
    Split split = split(USERS, ITEMS);
    TrainingConfig sweeps = config(new Optimizer.LeastSquares(), 400, false);
    Model converged = model(split, sweeps);
    double before = converged.provenance().trainLoss().total();
    TrainingConfig one = config(new Optimizer.LeastSquares(), 1, false);
    double after =
        train(split, one, WarmStart.of(converged, split, one).state())
            .model()
            .provenance()
            .trainLoss()
            .total();
    double fresh = model(split, one).provenance().trainLoss().total();
    assertThat(after).isCloseTo(before, within(1e-5 * before));
    assertThat(fresh).isGreaterThan(1.01 * before);
    // With a user more it is nearer to where that goes than a start from nothing.
    Split more = split(and(USERS, "13"), ITEMS);
    double warm =
        train(more, one, WarmStart.of(converged, more, one).state())
            .history()
            .get(0)
            .train()
            .total();
    assertThat(warm).isLessThan(model(more, one).provenance().trainLoss().total());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Split split = split(USERS, ITEMS);
    Model model = model(split, adamw(false));
    TrainingConfig wider = TrainingConfig.builder().dim(DIM + 1).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WarmStart.of(model, split, wider))
        .withMessage("the model has d = 5, expected 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WarmStart.of(model, split, adamw(true)))
        .withMessage("the objective has biases but the model has none");
    Model biased = model(split, adamw(true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WarmStart.of(biased, split, adamw(false)))
        .withMessage("the model has biases but the objective has none");
  }
}
