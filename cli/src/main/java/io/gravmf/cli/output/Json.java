package io.gravmf.cli.output;

import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Prints results as JSON, with names in snake case. */
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addModule(
              new SimpleModule()
                  .addSerializer(double.class, new NumberOrNull())
                  .addSerializer(Double.class, new NumberOrNull()))
          .build();

  /** Controls that JSON does not have to escape, and what turns the direction of text. */
  private static final Pattern OBEYED =
      Pattern.compile("[\\x7F-\\x9F\\x{2028}-\\x{202E}\\x{2066}-\\x{2069}]");

  private Json() {}

  /** JSON has no numbers that are not finite; null is what programs take for a missing one. */
  private static final class NumberOrNull extends StdSerializer<Double> {

    NumberOrNull() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator to, SerializationContext context) {
      if (Double.isFinite(value)) {
        to.writeNumber(value);
      } else {
        to.writeNull();
      }
    }
  }

  /** Returns a result as JSON, in which nothing is left that a terminal would obey. */
  public static String of(Object result) {
    return OBEYED
        .matcher(MAPPER.writeValueAsString(result))
        .replaceAll(
            found -> String.format(Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)));
  }
}
