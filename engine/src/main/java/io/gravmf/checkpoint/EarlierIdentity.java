package io.gravmf.checkpoint;

import io.gravmf.data.Split;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.TrainingConfig;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How checkpoints of versions before 0.1.0 said what they are of: one line, in one of two forms.
 * They knew neither reports nor best factors.
 */
final class EarlierIdentity {

  private static final String RUN = "run";

  /** Where what is trained on ends, and how it is begins. */
  private static final Pattern SETTINGS = Pattern.compile(", [A-Za-z]+\\[");

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
    if (found.equals(expected) || found.equals(data + notebooks(config))) {
      return List.of();
    }
    // Behind the data is what Java made of records, which is nothing to read.
    return found.startsWith(data)
        ? List.of("its objective or optimiser is another, or has other numbers")
        : List.of("found " + ofData(found) + ", expected " + ofData(expected));
  }

  private static String ofData(String run) {
    Matcher settings = SETTINGS.matcher(run);
    return settings.find() ? run.substring(0, settings.start()) : run;
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
