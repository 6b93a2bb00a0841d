package io.gravmf.checkpoint;

import io.gravmf.backend.Loss;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.DoubleMatrix;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.format.SafeTensors;
import io.gravmf.train.EpochReport;
import io.gravmf.train.RunState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checkpoint as tensors: those of the state by PyTorch's names, those of the best state behind
 * {@code best.}, the reports as float64, and everything else in the metadata.
 */
final class CheckpointTensors {

  private static final String FORMAT = "format";
  private static final String FORMAT_2 = "gravmf-checkpoint-2";
  static final String SETTING = "run.";
  private static final String NOTE = "note.";
  private static final String SINCE_BEST = "reports_since_best";
  private static final String BEST = "best.";
  private static final String BEST_REPORT = "best_report";
  private static final String HISTORY = "history";
  private static final String LAST_LOSS = "last_loss";

  private CheckpointTensors() {}

  static SafeTensors of(Checkpoint checkpoint) {
    RunState run = checkpoint.run();
    Map<String, FloatMatrix> floats = new LinkedHashMap<>();
    Map<String, DoubleMatrix> doubles = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT, FORMAT_2);
    checkpoint.settings().forEach((name, value) -> metadata.put(SETTING + name, value));
    checkpoint.notes().forEach((name, value) -> metadata.put(NOTE + name, value));
    new StateTensors("", floats, metadata).put(run.state());
    doubles.put(HISTORY, HistoryMatrix.of(run.history()));
    run.lastLoss()
        .ifPresent(
            loss ->
                doubles.put(
                    LAST_LOSS,
                    HistoryMatrix.of(List.of(new EpochReport(0, loss, Optional.empty())))));
    metadata.put(SINCE_BEST, Integer.toString(run.reportsSinceBest()));
    run.best()
        .ifPresent(
            best -> {
              new StateTensors(BEST, floats, metadata).put(best.state());
              doubles.put(BEST_REPORT, HistoryMatrix.of(List.of(best.report())));
            });
    return new SafeTensors(floats, doubles, metadata);
  }

  static Checkpoint checkpoint(String source, SafeTensors tensors) {
    Map<String, String> metadata = tensors.metadata();
    String format = metadata.getOrDefault(FORMAT, "nothing");
    boolean earlier = EarlierIdentity.isIn(metadata);
    if (!format.equals(FORMAT_2) && !earlier) {
      throw new InvalidInputException(
          source + ": found format " + format + ", expected " + FORMAT_2);
    }
    try {
      if (earlier) {
        return new Checkpoint(
            RunState.of(StateTensors.of("", tensors).state(source)),
            EarlierIdentity.settings(metadata),
            Map.of());
      }
      return new Checkpoint(
          run(source, tensors),
          StateTensors.behind(SETTING, metadata),
          StateTensors.behind(NOTE, metadata));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(source + ": " + e.getMessage(), e);
    }
  }

  private static RunState run(String source, SafeTensors tensors) {
    Map<String, DoubleMatrix> doubles = tensors.doubles();
    TrainingState state = StateTensors.of("", tensors).state(source);
    List<EpochReport> history =
        HistoryMatrix.reports(HISTORY, StateTensors.require(HISTORY, doubles));
    Optional<Loss> lastLoss = Optional.empty();
    // A run that went on from factors alone, and has made no report, knows no loss either.
    if (doubles.containsKey(LAST_LOSS) || !history.isEmpty()) {
      lastLoss = Optional.of(only(LAST_LOSS, doubles).train());
    }
    return new RunState(
        state,
        lastLoss,
        history,
        best(source, tensors, state),
        StateTensors.number(SINCE_BEST, tensors.metadata()));
  }

  private static Optional<RunState.Best> best(
      String source, SafeTensors tensors, TrainingState last) {
    boolean isThere =
        tensors.doubles().containsKey(BEST_REPORT)
            || !StateTensors.behind(BEST, tensors.tensors()).isEmpty();
    if (!isThere) {
      return Optional.empty();
    }
    TrainingState kept = StateTensors.of(BEST, tensors).state(source);
    if (!kept.hasShapeOf(last)) {
      throw new IllegalArgumentException("the best state has another shape than the last");
    }
    return Optional.of(new RunState.Best(only(BEST_REPORT, tensors.doubles()), kept));
  }

  private static EpochReport only(String name, Map<String, DoubleMatrix> doubles) {
    List<EpochReport> reports = HistoryMatrix.reports(name, StateTensors.require(name, doubles));
    if (reports.size() != 1) {
      throw new IllegalArgumentException(
          name + ": found " + reports.size() + " rows, expected one");
    }
    return reports.get(0);
  }
}
