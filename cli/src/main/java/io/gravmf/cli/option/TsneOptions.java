package io.gravmf.cli.option;

import io.gravmf.embedding.TsneConfig;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How to embed. */
public final class TsneOptions {

  @Option(names = "--components", paramLabel = "C", description = "2 or 3 dimensions; default: 3.")
  private int components = 3;

  @Option(
      names = "--perplexity",
      paramLabel = "X",
      description = "The effective number of neighbours of each point; default: 3.")
  private double perplexity = 3;

  @Option(names = "--iterations", paramLabel = "N", description = "At most so many; default: 1000.")
  private int iterations = 1000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of the random layout; default: 1.")
  private long seed = 1;

  @Option(
      names = "--method",
      paramLabel = "HOW",
      description = {
        "barnes-hut, where far points count together, or exact, for every pair;",
        "default: barnes-hut."
      },
      converter = MethodConverter.class)
  private TsneConfig.Method method = TsneConfig.Method.BARNES_HUT;

  @Option(
      names = "--theta",
      paramLabel = "X",
      description = "How far is far: 0 is exact, 1 is fast; default: 0.5.")
  private double theta = 0.5;

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      description = "euclidean or cosine; default: euclidean.")
  private TsneConfig.Metric metric = TsneConfig.Metric.EUCLIDEAN;

  @Option(
      names = "--init",
      paramLabel = "LAYOUT",
      description = "Start from random places or from pca, principal components; default: random.")
  private TsneConfig.Init init = TsneConfig.Init.RANDOM;

  @Option(
      names = "--lr",
      paramLabel = "X",
      description = "Step size; default: points / 48, at least 50.")
  private Double learningRate;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "Threads; never changes a result; default: all processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "cpu, or cuda, cuda:1, ... for the exact method; default: cpu.")
  private String device = TsneConfig.CPU;

  /** Returns how to embed, for the engine. */
  public TsneConfig toConfig() {
    TsneConfig.Builder builder =
        TsneConfig.builder()
            .components(components)
            .perplexity(perplexity)
            .iterations(iterations)
            .seed(seed)
            .method(method)
            .theta(theta)
            .metric(metric)
            .init(init)
            .threads(Threads.require(threads))
            .device(device);
    try {
      if (learningRate != null) {
        builder.learningRate(learningRate);
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw OptionNames.refused(e);
    }
  }

  /** Accepts {@code barnes-hut} and {@code exact}. */
  static final class MethodConverter implements ITypeConverter<TsneConfig.Method> {
    @Override
    public TsneConfig.Method convert(String value) {
      for (TsneConfig.Method method : TsneConfig.Method.values()) {
        if (method.toString().equals(value)) {
          return method;
        }
      }
      throw new TypeConversionException("found '" + value + "', expected barnes-hut or exact");
    }
  }
}
