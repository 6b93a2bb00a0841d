package io.gravmf.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.synthetic.EmbeddedSample;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.objective.ImplicitAls;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import io.gravmf.train.Preset;
import io.gravmf.train.TrainingConfig;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class TrainingOptionsTest {

  @Command
  private static final class Holder {
    @Mixin private TrainingOptions options;
  }

  private static TrainingConfig config(String... arguments) {
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(arguments);
    return holder.options.config(1, CheckpointInterval.NONE);
  }

  @Test
  void theDefaultsAreTheNotebooks() {
    assertThat(config()).isEqualTo(TrainingConfig.builder().build());
  }

  @Test
  void leastSquaresTakesSweeps() {
    TrainingConfig exact = config("--optimizer", "als");
    assertThat(exact.optimizer()).isEqualTo(new Optimizer.LeastSquares());
    assertThat(exact.epochs()).isEqualTo(20);
    assertThat(exact.reportEvery()).isEqualTo(1);
    TrainingConfig gradients =
        config("--optimizer", "als-cg", "--sweeps", "7", "--cg-steps", "5", "--print-every", "2");
    assertThat(gradients.optimizer()).isEqualTo(new Optimizer.ConjugateGradients(5));
    assertThat(gradients.epochs()).isEqualTo(7);
    assertThat(gradients.reportEvery()).isEqualTo(2);
  }

  @Test
  void everyPartOfTheObjectiveHasItsOption() {
    Objective found =
        config(
                "--lambda-r",
                "0.2",
                "--lambda-r-items",
                "0.3",
                "--nu",
                "0.5",
                "--nu-items",
                "0.7",
                "--biases",
                "--lambda-b",
                "0.4",
                "--lambda-g",
                "0.6",
                "--implicit",
                "--alpha",
                "2")
            .objective();
    assertThat(found)
        .isEqualTo(
            new Objective(
                new Targets.Implicit(2),
                new Penalty(0.2, 0.5, 0),
                new Penalty(0.3, 0.7, 0),
                Optional.of(new BiasPenalty(0.4, 0.4)),
                0.6));
  }

  @Test
  void publishedSettingsStartFromSmallFactors() {
    TrainingConfig found = config("--alpha0", "0.1", "--dim", "64");
    assertThat(found.initialDeviation()).isEqualTo(ImplicitAls.initialDeviation(64));
  }

  @Test
  void implicitPenaltiesMayDifferBySideAndCountKnownPairsAlone() {
    Ratings train = EmbeddedSample.load().ratings();
    assertThat(over(train, "--alpha0 2 --lambda-r 3 --nu 0.5 --nu-items 0.7 --no-count-unknown"))
        .isEqualTo(new ImplicitAls(2, 3, 0.5, 0.7, false, 0).over(train));
    assertThat(over(train, "--alpha0 2 --nu 0.5"))
        .isEqualTo(ImplicitAls.published(2, 0.003, 0.5, 0).over(train));
    assertThat(over(train, "--preset ranking --count-unknown --nu 0.4 --alpha0 2 --lambda-r 3"))
        .isEqualTo(
            ImplicitAls.published(2, 3, 0.4, Preset.RANKING.implicit().orElseThrow().alpha())
                .over(train));
  }

  private static Objective over(Ratings train, String line) {
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(line.split(" "));
    TrainingConfig config = holder.options.config(1, CheckpointInterval.NONE);
    return holder.options.over(config, train).objective();
  }

  @Test
  void presetsGiveWhatIsNotGiven() {
    assertThat(config("--preset", "fast")).isEqualTo(Preset.FAST.config());
    assertThat(config("--preset", "notebook")).isEqualTo(Preset.NOTEBOOK.config());
    TrainingConfig ranking = config("--preset", "ranking");
    assertThat(ranking.epochs()).isEqualTo(Preset.RANKING.config().epochs());
    assertThat(ranking.dim()).isEqualTo(Preset.RANKING.config().dim());
    assertThat(ranking.initialDeviation()).isEqualTo(Preset.RANKING.config().initialDeviation());
  }

  @Test
  void samplingHasItsOwnDefaults() {
    TrainingConfig found = config("--optimizer", "gibbs", "--implicit-features", "8");
    assertThat(found.optimizer())
        .isEqualTo(new Optimizer.Gibbs(220, 20, 10, 8, Hyperpriors.DEFAULT, 1));
    assertThat(found.objective()).isEqualTo(Objective.SAMPLED);
    assertThat(found.dim()).isEqualTo(16);
    assertThat(config("--optimizer", "gibbs", "--sweeps", "6").optimizer())
        .isEqualTo(new Optimizer.Gibbs(6, 3, 3, 0, Hyperpriors.DEFAULT, 1));
    assertThat(config("--preset", "accurate")).isEqualTo(Preset.ACCURATE.config());
    String[] beliefs =
        ("--optimizer gibbs --prior-strength 3 --prior-degrees 4 --prior-scale 5 --noise-shape 6"
                + " --noise-rate 7 --user-noise 8")
            .split(" ");
    assertThat(config(beliefs).optimizer())
        .isEqualTo(new Optimizer.Gibbs(220, 20, 10, 0, new Hyperpriors(3, 4, 5, 6, 7, 8), 1));
    TrainingConfig other = config("--preset", "accurate", "--optimizer", "als");
    assertThat(other.objective()).isEqualTo(Objective.NOTEBOOK);
  }

  @Test
  void optionsOverrideThePresets() {
    TrainingConfig found =
        config("--preset", "fast", "--dim", "7", "--sweeps", "3", "--lambda-b", "0.5");
    assertThat(found.dim()).isEqualTo(7);
    assertThat(found.epochs()).isEqualTo(3);
    assertThat(found.objective().biases()).contains(new BiasPenalty(0.5, 0.5));
    assertThat(found.objective().users()).isEqualTo(Preset.FAST.config().objective().users());
    assertThat(config("--preset", "fast", "--no-biases").objective().biases()).isEmpty();
    // Another optimiser has its own defaults.
    assertThat(config("--preset", "fast", "--optimizer", "adamw").epochs()).isEqualTo(20_000);
    assertThat(config("--preset", "fast", "--lambda-r", "0.7").objective().items().lambda())
        .isEqualTo(0.7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--optimizer sgd|--optimizer: found sgd, expected adamw, als, als-cg or gibbs",
        "--optimizer als --lr 0.1|--lr is not an option of --optimizer als, but of adamw",
        "--optimizer als --epochs 9|--epochs is not an option of --optimizer als, which takes"
            + " --sweeps",
        "--sweeps 9|--sweeps is not an option of --optimizer adamw, which takes --epochs",
        "--optimizer als --cg-steps 3|--cg-steps is not an option of --optimizer als, but of"
            + " als-cg",
        "--optimizer als-cg --cg-steps 0|--cg-steps is 0, expected 1 to 1000",
        "--optimizer als-cg --cg-steps 2147483647|--cg-steps is 2147483647, expected 1 to 1000",
        "--prior-scale 3|--prior-scale is not an option of --optimizer adamw, but of gibbs",
        "--optimizer gibbs --prior-scale 0|--prior-scale is 0.0, expected a finite number, above 0",
        "--optimizer gibbs --user-noise -1|--user-noise is -1.0, expected a finite number, 0 or"
            + " more",
        "--user-features-member x|--user-features-member, -encoding and -unpack-limit need"
            + " --user-features",
        "--burn-in 3|--burn-in is not an option of --optimizer adamw, but of gibbs",
        "--optimizer als --samples 3|--samples is not an option of --optimizer als, but of gibbs",
        "--optimizer gibbs --epochs 9|--epochs is not an option of --optimizer gibbs, which takes"
            + " --sweeps",
        "--optimizer gibbs --lambda-r 1|--lambda-r is not an option of --optimizer gibbs, which"
            + " predicts ratings, with biases, and draws penalties",
        "--optimizer gibbs --no-biases|--no-biases is not an option of --optimizer gibbs, which"
            + " predicts ratings, with biases, and draws penalties",
        "--preset ranking --optimizer gibbs|--preset ranking is not an option of --optimizer"
            + " gibbs, which predicts ratings, with biases, and draws penalties",
        "--optimizer gibbs --sweeps 5 --burn-in 5|--burn-in is 5, expected 0 or more and less"
            + " than the sweeps, 5",
        "--optimizer gibbs --sweeps 9 --burn-in 5 --samples 5|--samples is 5, expected from 1 to"
            + " the sweeps after burn-in, 4",
        "--item-features x|--item-features needs --optimizer gibbs, the only one to use it",
        "--lambda-b 1|--lambda-b needs --biases",
        "--alpha 1|--alpha needs --implicit or --alpha0",
        "--no-count-unknown|--count-unknown needs --alpha0",
        "--nu-items -1|--nu, the penalty's exponent, is -1.0, expected a finite number, 0 or more",
        "--alpha0 1 --nu-items -1|--nu-items is -1.0, expected a finite number, 0 or more",
        "--alpha0 1 --lambda-g 1|--alpha0 and --lambda-g exclude each other",
        "--alpha0 -1|--alpha0 is -1.0, expected a finite number, 0 or more",
        "--nu -1|--nu, the penalty's exponent, is -1.0, expected a finite number, 0 or more",
      })
  void whatDoesNotFitIsRefused(String line, String message) {
    assertThatThrownBy(() -> config(line.split(" ")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }
}
