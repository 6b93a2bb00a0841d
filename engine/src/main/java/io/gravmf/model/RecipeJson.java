package io.gravmf.model;

import io.gravmf.data.InvalidInputException;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was minimised and by what, in a model's JSON. What is as in the notebook is left out, so
 * that files of earlier versions, which knew nothing else, read alike.
 *
 * @param training the object that holds it
 * @param file for messages
 */
record RecipeJson(JsonNode training, String file) {

  private static final String OPTIMIZER = "optimizer";

  static void write(ObjectNode training, Objective objective, Optimizer optimizer) {
    training.put(OPTIMIZER, optimizer.name());
    if (optimizer instanceof Optimizer.AdamW adamw) {
      training.put("lr", adamw.learningRate());
      training.put("beta1", adamw.beta1());
      training.put("beta2", adamw.beta2());
      training.put("eps", adamw.epsilon());
      training.put("weight_decay", adamw.weightDecay());
    } else if (optimizer instanceof Optimizer.ConjugateGradients gradients) {
      training.put("cg_steps", gradients.steps());
    } else if (optimizer instanceof Optimizer.Gibbs gibbs) {
      writeGibbs(training, gibbs);
    }
    training.put("lambda_r", objective.users().lambda());
    training.put("lambda_g", objective.gravity());
    Penalty items = objective.items();
    if (items.lambda() != objective.users().lambda()) {
      training.put("lambda_r_items", items.lambda());
    }
    writeExponent(training, "", objective.users());
    if (!items.equals(objective.users())) {
      writeExponent(training, "_items", items);
    }
    objective
        .biases()
        .ifPresent(
            biases -> {
              training.put("lambda_b_users", biases.users());
              training.put("lambda_b_items", biases.items());
            });
    if (objective.targets() instanceof Targets.Implicit implicit) {
      training.put("implicit_alpha", implicit.alpha());
      if (implicit.unobserved() > 0) {
        training.put("implicit_unobserved", implicit.unobserved());
      }
    }
  }

  private static void writeGibbs(ObjectNode training, Optimizer.Gibbs gibbs) {
    training.put("sweeps", gibbs.sweeps());
    training.put("burn_in", gibbs.burnIn());
    training.put("samples", gibbs.samples());
    training.put("indicators", gibbs.indicators());
    training.put("sampler_seed", gibbs.seed());
    Hyperpriors prior = gibbs.hyperpriors();
    training.put("prior_strength", prior.strength());
    training.put("prior_extra", prior.extra());
    training.put("prior_scale", prior.scale());
    training.put("noise_shape", prior.noiseShape());
    training.put("noise_rate", prior.noiseRate());
    if (prior.userNoise() > 0) {
      training.put("user_noise", prior.userNoise());
    }
  }

  private Optimizer gibbs() {
    try {
      return new Optimizer.Gibbs(
          (int) number("sweeps"),
          (int) number("burn_in"),
          (int) number("samples"),
          (int) number("indicators"),
          new Hyperpriors(
              number("prior_strength"),
              number("prior_extra"),
              number("prior_scale"),
              number("noise_shape"),
              number("noise_rate"),
              number("user_noise", 0)),
          training.path("sampler_seed").asLong());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(file + ": " + e.getMessage(), e);
    }
  }

  private static void writeExponent(ObjectNode training, String side, Penalty penalty) {
    if (!side.isEmpty() || !penalty.equals(Penalty.uniform(penalty.lambda()))) {
      training.put("nu" + side, penalty.exponent());
      training.put("count_offset" + side, penalty.offset());
    }
  }

  Objective objective() {
    double lambda = number("lambda_r");
    Penalty users = new Penalty(lambda, number("nu", 0), number("count_offset", 0));
    Penalty items =
        new Penalty(
            number("lambda_r_items", lambda),
            number("nu_items", users.exponent()),
            number("count_offset_items", users.offset()));
    Optional<BiasPenalty> biases =
        training.has("lambda_b_users")
            ? Optional.of(new BiasPenalty(number("lambda_b_users"), number("lambda_b_items")))
            : Optional.empty();
    Targets targets =
        training.has("implicit_alpha")
            ? new Targets.Implicit(number("implicit_alpha"), number("implicit_unobserved", 0))
            : new Targets.Explicit();
    return new Objective(targets, users, items, biases, number("lambda_g"));
  }

  Optimizer optimizer() {
    String name = training.path(OPTIMIZER).asString(Optimizer.AdamW.NOTEBOOK.name());
    return switch (name) {
      case "adamw" ->
          new Optimizer.AdamW(
              number("lr"),
              number("beta1"),
              number("beta2"),
              number("eps"),
              number("weight_decay"));
      case "als" -> new Optimizer.LeastSquares();
      case "als-cg" -> new Optimizer.ConjugateGradients((int) number("cg_steps"));
      case "gibbs" -> gibbs();
      default ->
          throw new InvalidInputException(
              file + ": optimizer: found " + name + ", expected adamw, als, als-cg or gibbs");
    };
  }

  private double number(String key, double otherwise) {
    return training.has(key) ? number(key) : otherwise;
  }

  private double number(String key) {
    JsonNode value = training.path(key);
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      String found = value.isMissingNode() ? "nothing" : value.toString();
      throw new InvalidInputException(
          file + ": " + key + ": found " + found + ", expected a finite number");
    }
    return value.doubleValue();
  }
}
