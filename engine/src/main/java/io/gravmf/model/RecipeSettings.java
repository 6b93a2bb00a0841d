package io.gravmf.model;

import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is minimised and by what, as a list of settings by the names that a model's JSON uses. */
public final class RecipeSettings {

  private RecipeSettings() {}

  /** Returns the settings, numbers and text, in their usual order. */
  public static Map<String, Object> of(Objective objective, Optimizer optimizer) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    RecipeJson.write(json, objective, optimizer);
    Map<String, Object> settings = new LinkedHashMap<>();
    json.forEachEntry(
        (name, value) ->
            settings.put(name, value.isNumber() ? value.numberValue() : value.asString()));
    return settings;
  }
}
