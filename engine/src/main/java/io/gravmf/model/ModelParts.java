package io.gravmf.model;

import io.gravmf.backend.Loss;
import io.gravmf.data.FloatMatrix;
import io.gravmf.format.Checksums;
import io.gravmf.format.FiniteTensor;
import io.gravmf.format.SafeTensors;
import io.gravmf.objective.Objective;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A model taken apart, into tensors and a description, and put together again. */
final class ModelParts {

  /** How far the L2 of a model without checksums may be from the one that its run recorded. */
  private static final double L2_TOLERANCE = 1e-4;

  private ModelParts() {}

  /** Returns a model's tensors, without checksums. */
  static SafeTensors tensors(Model model) {
    Map<String, FloatMatrix> tensors = new LinkedHashMap<>();
    tensors.put(ModelFiles.USER_TENSOR, model.userFactors());
    tensors.put(ModelFiles.ITEM_TENSOR, model.itemFactors());
    model
        .biases()
        .ifPresent(
            biases -> {
              tensors.put(ModelFiles.USER_BIAS, biases.users());
              tensors.put(ModelFiles.ITEM_BIAS, biases.items());
            });
    model
        .posterior()
        .ifPresent(
            draws -> {
              tensors.put(ModelFiles.USER_DRAW_BIASES, draws.userBiases());
              tensors.put(ModelFiles.ITEM_DRAW_BIASES, draws.itemBiases());
            });
    return new SafeTensors(tensors, Map.of("format", "pt"));
  }

  /** Returns the text that describes a model and names its tensors by their checksums. */
  static String json(Model model, SafeTensors tensors) {
    return ModelJson.write(model, checksums(tensors));
  }

  private static Map<String, String> checksums(SafeTensors tensors) {
    Map<String, String> sums = new TreeMap<>();
    tensors.tensors().forEach((name, matrix) -> sums.put(name, Checksums.of(matrix)));
    return sums;
  }

  /**
   * Returns the model.
   *
   * @param source where the tensors are from, named in messages
   * @param json what the description is called in messages
   * @throws TornModelException if the two do not belong together
   * @throws io.gravmf.data.InvalidInputException if a tensor is missing or not finite
   */
  static Model join(String source, SafeTensors tensors, String json, ModelJson description)
      throws TornModelException {
    FloatMatrix users = FiniteTensor.require(source, tensors, ModelFiles.USER_TENSOR);
    FloatMatrix items = FiniteTensor.require(source, tensors, ModelFiles.ITEM_TENSOR);
    String misfit = source + ": does not fit " + json + ": ";
    if (users.columns() != description.dim()) {
      throw new TornModelException(
          misfit + "found d = " + users.columns() + ", expected " + description.dim());
    }
    Model model;
    try {
      model =
          new Model(
              users,
              items,
              biases(source, tensors),
              description.mean(),
              description.userIds(),
              description.itemIds(),
              description.titles(),
              description.provenance(),
              posterior(source, tensors, description));
    } catch (IllegalArgumentException e) {
      throw new TornModelException(misfit + e.getMessage());
    }
    if (description.tensors().isEmpty()) {
      requireRecordedL2(model, misfit);
      System.getLogger(ModelFiles.class.getName())
          .log(
              System.Logger.Level.INFO,
              source + ": has no checksums, as an earlier version saved it; damage is not found");
    } else if (!description.tensors().equals(checksums(tensors))) {
      throw new TornModelException(
          misfit
              + "found checksums "
              + checksums(tensors)
              + ", expected "
              + description.tensors()
              + ": they were not saved together");
    }
    return model;
  }

  private static Optional<Model.Biases> biases(String source, SafeTensors tensors) {
    boolean any =
        tensors.tensors().containsKey(ModelFiles.USER_BIAS)
            || tensors.tensors().containsKey(ModelFiles.ITEM_BIAS);
    return any
        ? Optional.of(
            new Model.Biases(
                FiniteTensor.require(source, tensors, ModelFiles.USER_BIAS),
                FiniteTensor.require(source, tensors, ModelFiles.ITEM_BIAS)))
        : Optional.empty();
  }

  private static Optional<Posterior> posterior(
      String source, SafeTensors tensors, ModelJson description) {
    return description
        .noise()
        .map(
            noise ->
                new Posterior(
                    FiniteTensor.require(source, tensors, ModelFiles.USER_DRAW_BIASES),
                    FiniteTensor.require(source, tensors, ModelFiles.ITEM_DRAW_BIASES),
                    noise));
  }

  /**
   * What a run recorded of its factors tells them from another's where there are no checksums: the
   * validation loss is that of the factors that were saved, and its L2 depends on nothing else.
   */
  private static void requireRecordedL2(Model model, String misfit) throws TornModelException {
    Objective objective = model.provenance().objective();
    double recorded = model.provenance().validationLoss().map(Loss::l2).orElse(Double.NaN);
    boolean isKnown =
        objective.users().isUniform()
            && objective.items().isUniform()
            && !objective.hasBiases()
            && Double.isFinite(recorded)
            && recorded > 0;
    if (!isKnown) {
      return;
    }
    double found =
        objective.users().lambda() * meanSquaredNorm(model.userFactors())
            + objective.items().lambda() * meanSquaredNorm(model.itemFactors());
    if (Math.abs(found - recorded) > L2_TOLERANCE * recorded) {
      throw new TornModelException(
          String.format(
              Locale.ROOT,
              "%sfound factors with an L2 of %.6g, expected the recorded validation_loss.l2, %.6g:"
                  + " they are of another run; if you know better, set that to 0",
              misfit,
              found,
              recorded));
    }
  }

  private static double meanSquaredNorm(FloatMatrix matrix) {
    double sum = 0;
    for (float value : matrix.values()) {
      sum += (double) value * value;
    }
    return sum / Math.max(1, matrix.rows());
  }
}
