package io.gravmf.spark;

import io.gravmf.objective.Optimizer;
import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/** The declarations of all parameters of the estimator, with their defaults. */
public final class ParamSet extends ModelParamSet {

  private static final long serialVersionUID = 1;

  /** The solvers that there are: exact, by conjugate gradients, by epochs. */
  static final List<String> SOLVERS = List.of("als", "als-cg", "adamw");

  final Param<String> ratingCol;
  final IntParam rank;
  final IntParam maxIter;
  final DoubleParam regParam;
  final DoubleParam penaltyExponent;
  final DoubleParam gravity;
  final BooleanParam subtractMean;
  final Param<String> firstSide;
  final BooleanParam biases;
  final DoubleParam biasRegParam;
  final BooleanParam implicitPrefs;
  final DoubleParam alpha;
  final DoubleParam unobservedWeight;
  final Param<String> solver;
  final IntParam cgSteps;
  final DoubleParam learningRate;
  final Param<String> kernels;
  final Param<String> device;
  final DoubleParam initialDeviation;
  final BooleanParam nonnegative;
  final IntParam numUserBlocks;
  final IntParam numItemBlocks;
  final LongParam seed;
  final IntParam checkpointInterval;
  final Param<String> intermediateStorageLevel;
  final Param<String> finalStorageLevel;

  ParamSet(Params owner) {
    super(owner);
    ratingCol = text("ratingCol", "column of ratings; empty: all are 1", "rating");
    rank = integer("rank", "number of factors (>= 1)", 10, 1);
    maxIter = integer("maxIter", "number of sweeps or epochs (>= 0)", 10, 0);
    regParam = number("regParam", "weight of the penalty on factors (>= 0)", 0.1);
    penaltyExponent =
        number(
            "penaltyExponent",
            "a row's penalty grows with its ratings to this power (>= 0); 1: as in ALS, 0: not",
            1);
    gravity = number("gravity", "weight of the mean square of u.v over all pairs (>= 0)", 0);
    subtractMean =
        new BooleanParam(
            owner,
            "subtractMean",
            "whether factors predict what a rating is beyond the mean; unset: with biases or"
                + " gravity");
    firstSide = choice("firstSide", "which side a sweep solves first", List.of("items", "users"));
    biases = flag("biases", "whether users and items have biases", false);
    biasRegParam = number("biasRegParam", "weight of the penalty on biases (>= 0)", 0.1);
    implicitPrefs = flag("implicitPrefs", "whether to use implicit preference", false);
    alpha = number("alpha", "a pair with a rating weighs 1 + alpha rating, implicit (>= 0)", 1);
    unobservedWeight =
        new DoubleParam(
            owner,
            "unobservedWeight",
            "weight of a pair without a rating, implicit (0 to 1); 1: as in ALS",
            ParamValidators.inRange(0, 1));
    owner.setDefault(unobservedWeight, 1.0);
    solver = choice("solver", "what rows are solved by", SOLVERS);
    cgSteps =
        integer(
            "cgSteps",
            "steps of conjugate gradients a row and sweep (>= 1)",
            Optimizer.ConjugateGradients.DEFAULT_STEPS,
            1);
    learningRate =
        number("learningRate", "of adamw (>= 0)", Optimizer.AdamW.NOTEBOOK.learningRate());
    kernels = choice("kernels", "inner loops", List.of("auto", "plain", "vector"));
    device =
        choice(
            "device",
            "what solves rows: cuda, tasks' GPUs; auto: these where all tasks are given one",
            List.of("cpu", "cuda", "auto"));
    initialDeviation =
        number("initialDeviation", "of initial factors (>= 0); 0: rows have length 1", 0);
    nonnegative = flag("nonnegative", "refused: factors have either sign", false);
    numUserBlocks = integer("numUserBlocks", "number of user blocks (>= 1)", 10, 1);
    numItemBlocks = integer("numItemBlocks", "number of item blocks (>= 1)", 10, 1);
    seed = new LongParam(owner, "seed", "random seed");
    owner.setDefault(seed, (long) GravityMF.class.getName().hashCode());
    checkpointInterval =
        new IntParam(
            owner,
            "checkpointInterval",
            "sweeps between checkpoints, where the context has a folder for them (>= 1), or -1",
            test(value -> (Integer) value == -1 || (Integer) value >= 1));
    owner.setDefault(checkpointInterval, 10);
    intermediateStorageLevel =
        level("intermediateStorageLevel", "of blocks while training; not NONE", false);
    finalStorageLevel = level("finalStorageLevel", "of the trained factors", true);
  }
}
