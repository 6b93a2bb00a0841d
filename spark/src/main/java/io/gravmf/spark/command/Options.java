package io.gravmf.spark.command;

import io.gravmf.spark.GravityMF;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;

/** The options of a command, {@code --name value} or {@code --name=value} each. */
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
   * @throws IllegalArgumentException if a word is no option, or an option has no value or two
   */
  static Options parse(List<String> words) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int k = 1; k < words.size(); k++) {
      String word = words.get(k);
      if (!word.startsWith("--")) {
        throw new IllegalArgumentException("found " + word + ", expected an option, --name");
      }
      int equals = word.indexOf('=');
      String name = word.substring(2, equals < 0 ? word.length() : equals);
      String value;
      if (equals >= 0) {
        value = word.substring(equals + 1);
      } else if (k + 1 < words.size() && !words.get(k + 1).startsWith("--")) {
        value = words.get(++k);
      } else {
        throw new IllegalArgumentException(word + " has no value; type: " + word + " VALUE");
      }
      if (values.put(name, value) != null) {
        throw new IllegalArgumentException("--" + name + " is given twice");
      }
    }
    return new Options(words.get(0), values);
  }

  /** Returns an option's value. */
  String require(String name) {
    String value = take(name, "");
    if (value.isEmpty()) {
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

  /** Returns one of some values, the first where the option is not given. */
  String choose(String name, String... choices) {
    String value = take(name, choices[0]);
    if (!List.of(choices).contains(value)) {
      throw new IllegalArgumentException(
          "--" + name + " is " + value + ", expected " + String.join(" or ", choices));
    }
    return value;
  }

  /** Returns a count, 1 or more. */
  int takeCount(String name, int otherwise) {
    String value = take(name, Integer.toString(otherwise));
    if (!value.matches("0*[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          "--" + name + " is " + value + ", expected a whole number from 1 to 999999999");
    }
    return Integer.parseInt(value);
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

  private void set(GravityMF als, String name, String value) {
    String camel = camel(name);
    if (!als.hasParam(camel)) {
      throw unknown(name);
    }
    Param<?> param = als.getParam(camel);
    Object parsed = parse(param, name, value);
    try {
      als.set(camel, parsed);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--" + name + " is " + value + ", expected: " + param.doc(), e);
    }
  }

  private static Object parse(Param<?> param, String name, String value) {
    if (param instanceof BooleanParam) {
      if (!value.equals("true") && !value.equals("false")) {
        throw new IllegalArgumentException(
            "--" + name + " is " + value + ", expected true or false");
      }
      return Boolean.valueOf(value);
    }
    boolean whole = param instanceof IntParam || param instanceof LongParam;
    try {
      if (param instanceof IntParam) {
        return Integer.valueOf(value);
      }
      if (param instanceof LongParam) {
        return Long.valueOf(value);
      }
      return param instanceof DoubleParam ? (Object) Double.valueOf(value) : value;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--" + name + " is " + value + ", expected a " + (whole ? "whole " : "") + "number", e);
    }
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

  private IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        command + " has no option --" + name + "; type: " + command + " --help");
  }

  /**
   * Checks that every option was asked for.
   *
   * @throws IllegalArgumentException if one was not
   */
  void requireNoMore() {
    for (String name : values.keySet()) {
      if (!taken.contains(name)) {
        throw unknown(name);
      }
    }
  }
}
