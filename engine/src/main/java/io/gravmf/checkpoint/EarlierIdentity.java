package io.gravmf.checkpoint;

import io.gravmf.data.Split;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.TrainingConfig;
import java.util.List;
import java.util.Map;

/**
 * How checkpoints of versions before 0.1.0 said what they are of: one line, in one of two forms.
 * They knew neither reports nor best factors.
 */
final class EarlierIdentity {

  private static final String RUN = "run";

  private EarlierIdentity() {}

  static boolean isIn(Map<String, String> metadata) {
    return metadata.containsKey(RUN);
  }

  static Map<String, String> settings(Map<String, String> metadata) {
    return Map.of(RUN, metadata.get(RUN));
  }

  static List<String> differences(
      Map<String, String> settings, Split split, TrainingConfig config) {
    String found = settings.get(RUN);
    String data =
        split.train()
            + " trained on, "
            + split.validation().size()
            + " held out, checksum "
            + Integer.toHexString(RunIdentity.crc(split.train(), split.validation()))
            + ", "
            + split.description()
            + ", d = "
            + config.dim()
            + ", ";
    String expected = data + config.objective() + ", " + config.optimizer();
    return found.equals(expected) || found.equals(data + notebooks(config))
        ? List.of()
        : List.of("found " + found + ", expected " + expected);
  }

  /** The first versions knew the notebook's objective and AdamW alone. */
  private static String notebooks(TrainingConfig config) {
    Objective objective = config.objective();
    if (!objective.isNotebooks() || !(config.optimizer() instanceof Optimizer.AdamW adamw)) {
      return "";
    }
    return "Hyperparameters[learningRate="
        + adamw.learningRate()
        + ", beta1="
        + adamw.beta1()
        + ", beta2="
        + adamw.beta2()
        + ", epsilon="
        + adamw.epsilon()
        + ", weightDecay="
        + adamw.weightDecay()
        + ", lambdaR="
        + objective.users().lambda()
        + ", lambdaG="
        + objective.gravity()
        + "]";
  }
}
