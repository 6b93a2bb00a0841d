package io.gravmf.spark;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;

/** The options of a command, {@code --name value} each. */
final class Options {

  private final String command;
  private final Map<String, String> values;
  private final Set<String> taken = new HashSet<>();

  private Options(String command, Map<String, String> values) {
    this.command = command;
    this.values = values;
  }

  /**
   * Reads the words of a command line, the first being the command.
   *
   * @throws IllegalArgumentException if a word is no option or an option has no value
   */
  static Options parse(String[] words) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int k = 1; k < words.length; k += 2) {
      if (!words[k].startsWith("--")) {
        throw new IllegalArgumentException("found " + words[k] + ", expected an option, --name");
      }
      if (k + 1 == words.length) {
        throw new IllegalArgumentException(
            words[k] + " has no value; type: " + words[k] + " VALUE");
      }
      values.put(words[k].substring(2), words[k + 1]);
    }
    return new Options(words[0], values);
  }

  /** Returns an option's value. */
  String require(String name) {
    String value = take(name, null);
    if (value == null) {
      throw new IllegalArgumentException(
          command + " needs --" + name + "; type: " + command + " --" + name + " PATH");
    }
    return value;
  }

  /** Returns an option's value, or another where it is not given. */
  String take(String name, String otherwise) {
    taken.add(name);
    return values.getOrDefault(name, otherwise);
  }

  /**
   * Sets the parameters that the options name which nobody has asked for.
   *
   * @throws IllegalArgumentException if one is no parameter, or its value no value of it
   */
  void giveTo(GravityMF als) {
    values.forEach(
        (name, value) -> {
          if (taken.add(name)) {
            set(als, name, value);
          }
        });
  }

  private static void set(GravityMF als, String name, String value) {
    String camel = camel(name);
    if (!als.hasParam(camel)) {
      throw new IllegalArgumentException("there is no option --" + name + "; see --help");
    }
    Param<?> param = als.getParam(camel);
    try {
      als.set(camel, parse(param, value));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--" + name + " is " + value + ", expected a number", e);
    }
  }

  private static Object parse(Param<?> param, String value) {
    if (param instanceof IntParam) {
      return Integer.valueOf(value);
    }
    if (param instanceof LongParam) {
      return Long.valueOf(value);
    }
    if (param instanceof DoubleParam) {
      return Double.valueOf(value);
    }
    if (param instanceof BooleanParam) {
      if (!value.equals("true") && !value.equals("false")) {
        throw new IllegalArgumentException(
            "--" + param.name() + " is " + value + ", expected true or false");
      }
      return Boolean.valueOf(value);
    }
    return value;
  }

  private static String camel(String name) {
    StringBuilder camel = new StringBuilder();
    for (String part : name.split("-", -1)) {
      camel.append(
          camel.isEmpty() || part.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return camel.toString();
  }

  /**
   * Checks that every option was asked for.
   *
   * @throws IllegalArgumentException if one was not
   */
  void requireNoMore() {
    for (String name : values.keySet()) {
      if (!taken.contains(name)) {
        throw new IllegalArgumentException(command + " has no option --" + name);
      }
    }
  }
}
