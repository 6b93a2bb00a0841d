package io.gravmf.train;

import io.gravmf.model.RecipeSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of a run that decide its result, by the names that a model's JSON uses. */
final class RunSettings {

  private RunSettings() {}

  static Map<String, Object> of(TrainingConfig config) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("dim", config.dim());
    settings.put("epochs", config.epochs());
    settings.put("seed", config.seed());
    settings.put("init_std", config.initialDeviation());
    if (config.earlyStopPatience() > 0) {
      settings.put("early_stop_epochs", (long) config.earlyStopPatience() * config.reportEvery());
    }
    settings.putAll(RecipeSettings.of(config.objective(), config.optimizer()));
    return settings;
  }
}
