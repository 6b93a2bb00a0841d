package io.gravmf.train;

import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The settings of a run, by the names that Python would give them. */
final class RunSettings {

  private RunSettings() {}

  /** Takes every component of the record and of the records in it, so that none is forgotten. */
  static Map<String, Object> of(Record settings) {
    Map<String, Object> named = new TreeMap<>();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      Object value = valueOf(component, settings);
      if (value instanceof Record inner) {
        named.putAll(of(inner));
      } else {
        named.put(snakeCase(component.getName()), value);
      }
    }
    return named;
  }

  private static Object valueOf(RecordComponent component, Record settings) {
    try {
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a public record hides " + component, e);
    }
  }

  private static String snakeCase(String name) {
    return name.replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
