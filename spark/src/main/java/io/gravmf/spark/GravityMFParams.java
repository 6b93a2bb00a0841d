package io.gravmf.spark;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;

/**
 * Parameters of {@link GravityMF}: those of MLlib's ALS under their names and with their defaults,
 * and those that gravmf has beside.
 */
public interface GravityMFParams extends GravityMFModelParams {

  @Override
  ParamSet paramSet();

  /** The column of ratings; empty: every pair has rating 1. */
  default Param<String> ratingCol() {
    return paramSet().ratingCol;
  }

  /** d, the number of factors of each user and item. */
  default IntParam rank() {
    return paramSet().rank;
  }

  /** How many sweeps to run, or epochs of AdamW. */
  default IntParam maxIter() {
    return paramSet().maxIter;
  }

  /** The weight of the penalty on factors. */
  default DoubleParam regParam() {
    return paramSet().regParam;
  }

  /** ν, by which a row's penalty grows with its ratings. */
  default DoubleParam penaltyExponent() {
    return paramSet().penaltyExponent;
  }

  /** The weight of the gravity term. */
  default DoubleParam gravity() {
    return paramSet().gravity;
  }

  /**
   * Whether the ratings' mean is in every prediction, and factors predict the rest; else they
   * predict ratings as ALS's do. Unset: where there are biases or gravity, which is a pull to the
   * mean then. Implicit: of no effect.
   */
  default BooleanParam subtractMean() {
    return paramSet().subtractMean;
  }

  /** Which side a sweep solves first: {@code items}, as ALS, or {@code users}, as the engine. */
  default Param<String> firstSide() {
    return paramSet().firstSide;
  }

  /** Whether users and items have biases. */
  default BooleanParam biases() {
    return paramSet().biases;
  }

  /** The weight of the penalty on biases. */
  default DoubleParam biasRegParam() {
    return paramSet().biasRegParam;
  }

  /** Whether that a pair is known is predicted, rather than its rating. */
  default BooleanParam implicitPrefs() {
    return paramSet().implicitPrefs;
  }

  /** How much its rating adds to the weight of a pair, for implicit preferences. */
  default DoubleParam alpha() {
    return paramSet().alpha;
  }

  /** What a pair without a rating weighs, for implicit preferences; 1, as in ALS, at most. */
  default DoubleParam unobservedWeight() {
    return paramSet().unobservedWeight;
  }

  /** What rows are solved by. */
  default Param<String> solver() {
    return paramSet().solver;
  }

  /** Steps of conjugate gradients a row. */
  default IntParam cgSteps() {
    return paramSet().cgSteps;
  }

  /** The step size of AdamW. */
  default DoubleParam learningRate() {
    return paramSet().learningRate;
  }

  /** Which inner loops solve. */
  default Param<String> kernels() {
    return paramSet().kernels;
  }

  /** What solves rows: the processor, tasks' GPUs, or {@code auto}: GPUs where all have one. */
  default Param<String> device() {
    return paramSet().device;
  }

  /** The standard deviation of initial factors; 0: rows have length 1, as ALS draws them. */
  default DoubleParam initialDeviation() {
    return paramSet().initialDeviation;
  }

  /** Refused where it is true. */
  default BooleanParam nonnegative() {
    return paramSet().nonnegative;
  }

  /** Blocks of users: tasks of a pass. */
  default IntParam numUserBlocks() {
    return paramSet().numUserBlocks;
  }

  /** Blocks of items: tasks of a pass. */
  default IntParam numItemBlocks() {
    return paramSet().numItemBlocks;
  }

  /** The seed of the initial factors. */
  default LongParam seed() {
    return paramSet().seed;
  }

  /** Every how many sweeps factors are checkpointed; -1: never. */
  default IntParam checkpointInterval() {
    return paramSet().checkpointInterval;
  }

  /** Where blocks of ratings and factors are kept while training runs. */
  default Param<String> intermediateStorageLevel() {
    return paramSet().intermediateStorageLevel;
  }

  /** Where the trained factors are kept. */
  default Param<String> finalStorageLevel() {
    return paramSet().finalStorageLevel;
  }

  /** Returns the column of ratings; empty: all are 1. */
  default String getRatingCol() {
    return getOrDefault(ratingCol());
  }

  /** Returns the number of factors. */
  default int getRank() {
    return (Integer) getOrDefault(rank());
  }

  /** Returns the number of sweeps. */
  default int getMaxIter() {
    return (Integer) getOrDefault(maxIter());
  }

  /** Returns the weight of the penalty on factors. */
  default double getRegParam() {
    return (Double) getOrDefault(regParam());
  }

  /** Returns the power of its ratings by which a row is penalised. */
  default double getPenaltyExponent() {
    return (Double) getOrDefault(penaltyExponent());
  }

  /** Returns the weight of the gravity term. */
  default double getGravity() {
    return (Double) getOrDefault(gravity());
  }

  /**
   * Returns whether the mean is in every prediction: what is set, or what follows if nothing is.
   */
  default boolean getSubtractMean() {
    return isDefined(subtractMean())
        ? (Boolean) getOrDefault(subtractMean())
        : getBiases() || getGravity() > 0;
  }

  /** Returns which side a sweep solves first. */
  default String getFirstSide() {
    return getOrDefault(firstSide());
  }

  /** Returns whether there are biases. */
  default boolean getBiases() {
    return (Boolean) getOrDefault(biases());
  }

  /** Returns the weight of the penalty on biases. */
  default double getBiasRegParam() {
    return (Double) getOrDefault(biasRegParam());
  }

  /** Returns whether to use implicit preference. */
  default boolean getImplicitPrefs() {
    return (Boolean) getOrDefault(implicitPrefs());
  }

  /** Returns what a rating adds to the weight of its pair, implicit. */
  default double getAlpha() {
    return (Double) getOrDefault(alpha());
  }

  /** Returns the weight of a pair without a rating, implicit. */
  default double getUnobservedWeight() {
    return (Double) getOrDefault(unobservedWeight());
  }

  /** Returns what rows are solved by. */
  default String getSolver() {
    return getOrDefault(solver());
  }

  /** Returns the steps of conjugate gradients. */
  default int getCgSteps() {
    return (Integer) getOrDefault(cgSteps());
  }

  /** Returns the step size of AdamW. */
  default double getLearningRate() {
    return (Double) getOrDefault(learningRate());
  }

  /** Returns the inner loops. */
  default String getKernels() {
    return getOrDefault(kernels());
  }

  /** Returns what computes. */
  default String getDevice() {
    return getOrDefault(device());
  }

  /** Returns the deviation of initial factors. */
  default double getInitialDeviation() {
    return (Double) getOrDefault(initialDeviation());
  }

  /** Returns what is refused where it is true. */
  default boolean getNonnegative() {
    return (Boolean) getOrDefault(nonnegative());
  }

  /** Returns the number of user blocks. */
  default int getNumUserBlocks() {
    return (Integer) getOrDefault(numUserBlocks());
  }

  /** Returns the number of item blocks. */
  default int getNumItemBlocks() {
    return (Integer) getOrDefault(numItemBlocks());
  }

  /** Returns the seed. */
  default long getSeed() {
    return (Long) getOrDefault(seed());
  }

  /** Returns the sweeps between checkpoints; -1: none. */
  default int getCheckpointInterval() {
    return (Integer) getOrDefault(checkpointInterval());
  }

  /** Returns where blocks are kept. */
  default String getIntermediateStorageLevel() {
    return getOrDefault(intermediateStorageLevel());
  }

  /** Returns where the trained factors are kept. */
  default String getFinalStorageLevel() {
    return getOrDefault(finalStorageLevel());
  }
}
