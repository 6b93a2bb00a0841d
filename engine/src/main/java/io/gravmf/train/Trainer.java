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
 * Drives a backend through the epochs of full-batch training: reports, early stopping, checkpoints,
 * cancellation, and a stop at the first loss that is not finite.
 */
public final class Trainer {

  private final Split split;
  private final TrainingConfig config;
  private final Backend backend;
  private final TrainingListener listener;
  private final Schedule schedule;
  private final EarlyStopping stopping;
  private final List<EpochReport> history;
  private Optional<Loss> lastLoss;
  private Optional<RunState> paused = Optional.empty();

  private Trainer(
      Split split,
      TrainingConfig config,
      RunState start,
      Backend backend,
      TrainingListener listener) {
    this.split = split;
    this.config = config;
    this.backend = backend;
    this.listener = listener;
    schedule = new Schedule(config);
    int burnIn = config.optimizer() instanceof Optimizer.Gibbs sampler ? sampler.burnIn() : -1;
    stopping = new EarlyStopping(config.earlyStopPatience(), burnIn + 1, start);
    history = new ArrayList<>(start.history());
    lastLoss = start.lastLoss();
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
    TrainingState start =
        TrainingMemory.within(
            split,
            config,
            backend,
            () -> InitialFactors.of(train.userCount(), train.itemCount(), config));
    return train(split, config, start, backend, listener);
  }

  /**
   * Trains from a given state: chosen factors, or a state of which nothing else is known.
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
    return resume(split, config, RunState.of(start), backend, listener);
  }

  /**
   * Goes on from where a run was, to the very same result as if it had not paused. A run that has
   * come to its last epoch gives its model.
   *
   * @param start its epoch counts towards {@link TrainingConfig#epochs()}
   * @throws IllegalArgumentException if the state does not fit the split or the configuration
   * @throws DivergedException if the loss stops being finite
   * @throws io.gravmf.backend.BackendUnavailableException if the backend cannot hold the problem
   */
  public static TrainingResult resume(
      Split split,
      TrainingConfig config,
      RunState start,
      Backend backend,
      TrainingListener listener) {
    if (start.state().dim() != config.dim()) {
      throw new IllegalArgumentException(
          "the factors have d = " + start.state().dim() + ", expected " + config.dim());
    }
    if (start.epoch() > config.epochs()) {
      throw new IllegalArgumentException(
          "the state is at epoch " + start.epoch() + " of " + config.epochs() + " already");
    }
    if (config.earlyStopPatience() > 0 && split.validation().size() == 0) {
      throw new IllegalArgumentException(
          "early stopping needs held-out ratings, the split has none: " + split.description());
    }
    return new Trainer(split, config, start, backend, listener).run(start.state());
  }

  private TrainingResult run(TrainingState start) {
    Problem problem =
        new Problem(split, config.objective(), config.optimizer(), start, config.information());
    try (TrainingSession session = open(problem)) {
      StopReason reason = runEpochs(session);
      return TrainingMemory.within(split, config, backend, () -> result(session, problem, reason));
    }
  }

  private TrainingResult result(TrainingSession session, Problem problem, StopReason reason) {
    Optional<RunState.Best> best = stopping.best();
    TrainingState state = best.map(RunState.Best::state).orElseGet(session::state);
    EpochReport last = history.get(history.size() - 1);
    return new TrainingResult(
        model(state, problem.mean(), best.map(RunState.Best::report).orElse(last)),
        state,
        List.copyOf(history),
        reason,
        session.deviceTime(),
        session.retries(),
        paused);
  }

  private TrainingSession open(Problem problem) {
    return TrainingMemory.within(split, config, backend, () -> backend.open(problem));
  }

  /** Any epoch may allocate what the heap has not left. */
  private Loss[] runBatch(TrainingSession session, int epochs) {
    return TrainingMemory.within(
        split, config, backend, () -> session.run(epochs, this::isCancelled));
  }

  private StopReason runEpochs(TrainingSession session) {
    while (!stopping.isDue() && session.epoch() < config.epochs()) {
      int first = session.epoch();
      long started = System.nanoTime();
      int batch = schedule.batchSize(first);
      Loss[] losses = runBatch(session, batch);
      schedule.measure(losses.length, System.nanoTime() - started);
      int run = session.epoch();
      if (losses.length > 0) {
        requireFinite(first, losses);
        lastLoss = Optional.of(losses[losses.length - 1]);
        listener.onProgress(run);
        if (schedule.isReported(run - 1)) {
          report(session);
        }
        if (schedule.takeCheckpoint(run)) {
          listener.onCheckpoint(() -> runState(session));
        }
      }
      if (run < config.epochs() && !stopping.isDue() && isCancelled()) {
        return cancel(session);
      }
    }
    if (stopping.isDue()) {
      return StopReason.EARLY_STOPPED;
    }
    reportLast(session);
    return StopReason.COMPLETED;
  }

  /** Ends with a report of the factors as they are, which the run that goes on will not have. */
  private StopReason cancel(TrainingSession session) {
    if (session.epoch() == 0) {
      // Cancelled before anything ran: one epoch gives a result that can be described.
      lastLoss = Optional.of(session.run(1, () -> false)[0]);
      report(session);
    }
    paused = Optional.of(runState(session));
    reportLast(session);
    return StopReason.CANCELLED;
  }

  private RunState runState(TrainingSession session) {
    int firstNumber = config.optimizer().firstNumber();
    List<EpochReport> scheduled =
        history.stream()
            .filter(report -> schedule.isReported(report.epoch() - firstNumber))
            .toList();
    return new RunState(
        session.state(), lastLoss, scheduled, stopping.best(), stopping.reportsSinceBest());
  }

  /**
   * An interruption is a cancellation; that the thread is interrupted stays for its owner to see.
   */
  private boolean isCancelled() {
    return listener.isCancelled() || Thread.currentThread().isInterrupted();
  }

  private void requireFinite(int firstEpoch, Loss[] losses) {
    Optimizer optimizer = config.optimizer();
    for (int k = 0; k < losses.length; k++) {
      if (!losses[k].isFinite()) {
        throw new DivergedException(
            optimizer, optimizer.firstNumber() + firstEpoch + k, losses[k].total());
      }
    }
  }

  private void reportLast(TrainingSession session) {
    int last = number(session);
    if (history.isEmpty() || history.get(history.size() - 1).epoch() != last) {
      report(session);
    }
  }

  /** Returns the number of the last epoch or sweep that was run. */
  private int number(TrainingSession session) {
    return config.optimizer().firstNumber() + session.epoch() - 1;
  }

  /** Of a state of which nothing else is known it is the loss of its factors. */
  private Loss lastLoss(TrainingSession session) {
    if (lastLoss.isEmpty()) {
      Split known = new Split(split.train(), split.train(), split.description());
      try (TrainingSession same =
          backend.open(
              new Problem(
                  known,
                  config.objective(),
                  config.optimizer(),
                  session.state(),
                  config.information()))) {
        lastLoss = Optional.of(same.validate());
      }
    }
    return lastLoss.orElseThrow();
  }

  private void report(TrainingSession session) {
    Optional<Loss> validation =
        split.validation().size() > 0 ? Optional.of(session.validate()) : Optional.empty();
    EpochReport report = new EpochReport(number(session), lastLoss(session), validation);
    validation
        .filter(loss -> !loss.isFinite())
        .ifPresent(
            loss -> {
              throw new DivergedException(config.optimizer(), report.epoch(), loss.total());
            });
    history.add(report);
    listener.onReport(report);
    stopping.add(report, session::state);
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
