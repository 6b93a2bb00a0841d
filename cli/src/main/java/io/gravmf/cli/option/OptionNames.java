package io.gravmf.cli.option;

import io.gravmf.data.InvalidInputException;
import java.util.Map;

/** Says what the engine says of its parameters by the options that set them. */
final class OptionNames {

  private static final String IS = " is ";

  /** Options by the engine's names, where they are not the same behind two dashes. */
  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("reportEvery", "--print-every"),
          Map.entry("earlyStopPatience", "--early-stop"),
          Map.entry("checkpointEvery", "--checkpoint-every"),
          Map.entry("initialDeviation", "--init-deviation"),
          Map.entry("learning rate", "--lr"),
          Map.entry("weight decay", "--weight-decay"),
          Map.entry("exponent", "--nu"),
          Map.entry("strength", "--prior-strength"),
          Map.entry("extra", "--prior-degrees"),
          Map.entry("scale", "--prior-scale"),
          Map.entry("noise shape", "--noise-shape"),
          Map.entry("noise rate", "--noise-rate"),
          Map.entry("user noise", "--user-noise"),
          Map.entry("steps", "--cg-steps"));

  private OptionNames() {}

  /** Returns what a refusal means to whoever typed the options. */
  static InvalidInputException refused(IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf(IS);
    if (end <= 0 || message.startsWith("--")) {
      return new InvalidInputException(message, e);
    }
    String name = message.substring(0, end);
    String option = OPTIONS.getOrDefault(name, "--" + name);
    return new InvalidInputException(option + message.substring(end), e);
  }
}
