package io.gravmf.train;

import io.gravmf.backend.Backend;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.data.SplitFingerprint;
import io.gravmf.model.Model;
import io.gravmf.model.Provenance;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Drives a backend through the epochs of full-batch training: reports, early stopping,
 * cancellation, and a stop at the first loss that is not finite.
 */
public final class Trainer {

  /** How long a batch of epochs between two calls of the listener should take. */
  private static final double PROGRESS_SECONDS = 0.1;

  private final Split split;
  private final TrainingConfig config;
  private final Backend backend;
  private final TrainingListener listener;
  private final List<EpochReport> history = new ArrayList<>();
  private double secondsPerEpoch;
  private int reportsSinceBest;
  private double bestValidationMse = Double.POSITIVE_INFINITY;
  private EpochReport bestReport;
  private TrainingState bestState;

  private Trainer(Split split, TrainingConfig config, Backend backend, TrainingListener listener) {
    this.split = split;
    this.config = config;
    this.backend = backend;
    this.listener = listener;
  }

  /**
   * Trains from factors drawn by the configuration's seed.
   *
   * @throws DivergedException if the loss stops being finite
   * @throws io.gravmf.backend.BackendUnavailableException if the backend cannot hold the problem
   */
  public static TrainingResult train(
      Split split, TrainingConfig config, Backend backend, TrainingListener listener) {
    Ratings train = split.train();
    TrainingState start = InitialFactors.of(train.userCount(), train.itemCount(), config);
    return train(split, config, start, backend, listener);
  }

  /**
   * Trains from a given state: chosen factors, or where an earlier run stopped.
   *
   * @param start its epoch counts towards {@link TrainingConfig#epochs()}
   * @throws IllegalArgumentException if the state does not fit the split or the configuration
   * @throws DivergedException if the loss stops being finite
   * @throws io.gravmf.backend.BackendUnavailableException if the backend cannot hold the problem
   */
  public static TrainingResult train(
      Split split,
      TrainingConfig config,
      TrainingState start,
      Backend backend,
      TrainingListener listener) {
    if (start.dim() != config.dim()) {
      throw new IllegalArgumentException(
          "the factors have d = " + start.dim() + ", expected " + config.dim());
    }
    if (start.epoch() >= config.epochs()) {
      throw new IllegalArgumentException(
          "the state is at epoch " + start.epoch() + " of " + config.epochs() + " already");
    }
    if (config.earlyStopPatience() > 0 && split.validation().size() == 0) {
      throw new IllegalArgumentException(
          "early stopping needs held-out ratings, the split has none: " + split.description());
    }
    return new Trainer(split, config, backend, listener).run(start);
  }

  private TrainingResult run(TrainingState start) {
    Problem problem =
        new Problem(split, config.objective(), config.optimizer(), start, config.information());
    double mean = problem.mean();
    try (TrainingSession session = backend.open(problem)) {
      StopReason reason = runEpochs(session);
      EpochReport last = history.get(history.size() - 1);
      boolean keepBest = bestState != null;
      TrainingState state = keepBest ? bestState : session.state();
      return new TrainingResult(
          model(state, mean, keepBest ? bestReport : last),
          state,
          List.copyOf(history),
          reason,
          session.deviceTime());
    }
  }

  private StopReason runEpochs(TrainingSession session) {
    while (true) {
      int first = session.epoch();
      long started = System.nanoTime();
      Loss[] losses = session.run(batchSize(first), this::isCancelled);
      measure(losses.length, System.nanoTime() - started);
      requireFinite(first, losses);
      int run = session.epoch();
      listener.onProgress(run);
      boolean completed = run == config.epochs();
      boolean cancelled = !completed && isCancelled();
      if (losses.length > 0 && (completed || cancelled || isReported(run - 1))) {
        report(session, losses[losses.length - 1]);
      } else if (cancelled && history.isEmpty()) {
        // Cancelled before anything ran: one epoch gives a result that can be described.
        report(session, session.run(1, () -> false)[0]);
      }
      if (config.checkpointEvery() > 0 && run % config.checkpointEvery() == 0) {
        listener.onCheckpoint(session::state);
      }
      if (completed) {
        return StopReason.COMPLETED;
      }
      if (cancelled) {
        return StopReason.CANCELLED;
      }
      if (config.earlyStopPatience() > 0 && reportsSinceBest >= config.earlyStopPatience()) {
        return StopReason.EARLY_STOPPED;
      }
    }
  }

  /**
   * An interruption is a cancellation; that the thread is interrupted stays for its owner to see.
   */
  private boolean isCancelled() {
    return listener.isCancelled() || Thread.currentThread().isInterrupted();
  }

  /** Returns how many epochs to run before something is due: a report, a checkpoint, progress. */
  private int batchSize(int epoch) {
    int end = Math.min(config.epochs(), nextReported(epoch) + 1);
    if (config.checkpointEvery() > 0) {
      end = Math.min(end, (epoch / config.checkpointEvery() + 1) * config.checkpointEvery());
    }
    int progress = secondsPerEpoch == 0 ? 1 : (int) Math.max(1, PROGRESS_SECONDS / secondsPerEpoch);
    return Math.min(end - epoch, progress);
  }

  /** Returns the next epoch that is reported, from one that is to be run. */
  private int nextReported(int epoch) {
    if (isReported(epoch)) {
      return epoch;
    }
    long every = config.reportEvery();
    long next = (epoch + every - 1) / every * every;
    if (config.optimizer().isSweep()) {
      next = (epoch + every) / every * every - 1;
    }
    return (int) Math.min(next, config.epochs() - 1L);
  }

  /** Epochs are counted from 0, as in the notebook; sweeps from 1, and the first is reported. */
  private boolean isReported(int epoch) {
    int every = config.reportEvery();
    return config.optimizer().isSweep()
        ? epoch == 0 || (epoch + 1) % every == 0
        : epoch % every == 0;
  }

  /** Follows the speed closely: just-in-time compilation makes early epochs the slowest. */
  private void measure(int epochs, long nanos) {
    if (epochs > 0) {
      secondsPerEpoch = Math.max(1e-9, nanos * 1e-9 / epochs);
    }
  }

  private static void requireFinite(int firstEpoch, Loss[] losses) {
    for (int k = 0; k < losses.length; k++) {
      if (!losses[k].isFinite()) {
        throw new DivergedException(firstEpoch + k, losses[k].total());
      }
    }
  }

  private void report(TrainingSession session, Loss train) {
    Optional<Loss> validation =
        split.validation().size() > 0 ? Optional.of(session.validate()) : Optional.empty();
    EpochReport report =
        new EpochReport(config.optimizer().firstNumber() + session.epoch() - 1, train, validation);
    validation
        .filter(loss -> !loss.isFinite())
        .ifPresent(
            loss -> {
              throw new DivergedException(report.epoch(), loss.total());
            });
    history.add(report);
    listener.onReport(report);
    if (config.earlyStopPatience() > 0) {
      double mse = validation.orElseThrow().mse();
      if (mse < bestValidationMse) {
        bestValidationMse = mse;
        bestReport = report;
        bestState = session.state();
        reportsSinceBest = 0;
      } else {
        reportsSinceBest++;
      }
    }
  }

  private Model model(TrainingState state, double mean, EpochReport report) {
    if (config.optimizer() instanceof Optimizer.Gibbs) {
      return SampledModel.of(
          split, state, mean, report, objective -> provenance(state, objective, report));
    }
    int dim = state.dim();
    return new Model(
        state.users().factors().columns(0, dim),
        state.items().factors().columns(0, dim),
        biases(state),
        mean,
        split.train().userIds(),
        split.train().itemIds(),
        provenance(state, config.objective(), report));
  }

  private Provenance provenance(TrainingState state, Objective objective, EpochReport report) {
    return new Provenance(
        Provenance.softwareVersion(),
        backend.name(),
        config.seed(),
        InitialFactors.GENERATOR,
        split.description(),
        split.train().size(),
        split.validation().size(),
        Optional.of(SplitFingerprint.of(split)),
        state.epoch(),
        objective,
        config.optimizer(),
        report.train(),
        report.validation());
  }

  private static Optional<Model.Biases> biases(TrainingState state) {
    int dim = state.dim();
    return state.hasBiases()
        ? Optional.of(
            new Model.Biases(
                state.users().factors().columns(dim, dim + 1),
                state.items().factors().columns(dim, dim + 1)))
        : Optional.empty();
  }
}
