package io.gravmf.cli.option;

import io.gravmf.objective.Hyperpriors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Option;

/** What a sampler believes before it sees a rating; by default as a preset does. */
public final class HyperpriorOptions {

  @Option(
      names = "--prior-strength",
      paramLabel = "X",
      description = "Of gibbs: how many rows the prior of rows' mean is worth; default: 2.")
  private Double strength;

  @Option(
      names = "--prior-degrees",
      paramLabel = "X",
      description = {
        "Of gibbs: how many rows the prior of rows' covariance is worth beyond D; default: 0."
      })
  private Double degrees;

  @Option(
      names = "--prior-scale",
      paramLabel = "X",
      description = "Of gibbs: what that prior's precision is scaled by; default: 1.")
  private Double scale;

  @Option(
      names = "--noise-shape",
      paramLabel = "X",
      description = "Of gibbs: shape of the prior of the ratings' precision; default: 1.")
  private Double noiseShape;

  @Option(names = "--noise-rate", paramLabel = "X", description = "Of gibbs: its rate; default: 1.")
  private Double noiseRate;

  @Option(
      names = "--user-noise",
      paramLabel = "X",
      description = {
        "Of gibbs: each user's ratings have a precision of their own, the nearer to all others'",
        "the greater X; 0: all alike; default: 0."
      })
  private Double userNoise;

  /** Returns what was given, by the options' names. */
  Map<String, Double> given() {
    Map<String, Double> given = new LinkedHashMap<>();
    given.put("--prior-strength", strength);
    given.put("--prior-degrees", degrees);
    given.put("--prior-scale", scale);
    given.put("--noise-shape", noiseShape);
    given.put("--noise-rate", noiseRate);
    given.put("--user-noise", userNoise);
    given.values().removeIf(Objects::isNull);
    return given;
  }

  /**
   * Returns the beliefs.
   *
   * @param base gives what is not given
   * @throws IllegalArgumentException if a number is out of range
   */
  Hyperpriors over(Hyperpriors base) {
    return new Hyperpriors(
        Objects.requireNonNullElse(strength, base.strength()),
        Objects.requireNonNullElse(degrees, base.extra()),
        Objects.requireNonNullElse(scale, base.scale()),
        Objects.requireNonNullElse(noiseShape, base.noiseShape()),
        Objects.requireNonNullElse(noiseRate, base.noiseRate()),
        Objects.requireNonNullElse(userNoise, base.userNoise()));
  }
}
