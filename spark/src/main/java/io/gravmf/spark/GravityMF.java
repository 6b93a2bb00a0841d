package io.gravmf.spark;

import io.gravmf.cuda.block.BlockDevices;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import java.util.Optional;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Matrix factorisation with a gravity term on Spark, with the parameters of MLlib's {@code ALS}
 * under their names: the class is all that a program changes.
 *
 * <p>What is minimised is the engine's {@link Objective}, which with the defaults is MLlib's. The
 * same ratings and the same seed give the same bits for any number of partitions, blocks and
 * executors.
 */
public final class GravityMF extends Estimator<GravityMFModel>
    implements GravityMFParams, DefaultParamsWritable {

  private static final long serialVersionUID = 1;

  private final String uid;
  private final ParamSet params;

  /** Makes an estimator with a name of its own. */
  public GravityMF() {
    this(Identifiable$.MODULE$.randomUID("gravityMF"));
  }

  /** Makes an estimator of a name. */
  public GravityMF(String uid) {
    this.uid = uid;
    params = new ParamSet(this);
  }

  /** Returns a reader of estimators that {@link #save} wrote. */
  public static MLReader<GravityMF> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads an estimator that {@link #save} wrote. */
  public static GravityMF load(String path) {
    return read().load(path);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public ParamSet paramSet() {
    return params;
  }

  @Override
  public GravityMF copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Columns.requireIds(schema, getUserCol());
    Columns.requireIds(schema, getItemCol());
    if (!getRatingCol().isEmpty()) {
      Columns.requireNumbers(schema, getRatingCol());
    }
    return Columns.addPredictions(schema, getPredictionCol());
  }

  /**
   * Trains.
   *
   * @throws IllegalArgumentException if a parameter asks for what is not offered, a column is
   *     missing, or there are no ratings
   */
  @Override
  public GravityMFModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    if (getNonnegative()) {
      throw new IllegalArgumentException(
          "nonnegative=true is not offered: rows are solved without constraints; use"
              + " org.apache.spark.ml.recommendation.ALS for factors of one sign");
    }
    if (getDevice().equals("cuda") && !gpuProblem().isEmpty()) {
      throw new IllegalArgumentException("device=cuda " + gpuProblem());
    }
    if (getImplicitPrefs() && isSet(gravity())) {
      throw new IllegalArgumentException(
          "gravity is set, but with implicitPrefs it is unobservedWeight that says how much pairs"
              + " without ratings weigh; set that instead");
    }
    GravityMFModel model = new Fitting(this, dataset.sparkSession()).fit(dataset);
    return copyValues(model, ParamMap.empty()).setParent(this);
  }

  /**
   * Returns what is minimised.
   *
   * @param users n
   * @param items m
   * @param ratings N
   */
  Objective objective(int users, int items, long ratings) {
    Penalty penalty = new Penalty(getRegParam(), getPenaltyExponent(), 0);
    double lambda = getBiasRegParam();
    return new Objective(
        getImplicitPrefs()
            ? new Targets.Implicit(getAlpha(), getUnobservedWeight())
            : new Targets.Explicit(),
        penalty,
        penalty,
        getBiases() ? Optional.of(new BiasPenalty(lambda, lambda)) : Optional.empty(),
        getImplicitPrefs() ? getUnobservedWeight() * users * items / ratings : getGravity());
  }

  /** Returns what GPUs cannot do of what is asked for, in words behind the device; or nothing. */
  String gpuProblem() {
    if (optimizer() instanceof Optimizer.AdamW) {
      return "solves rows, which solver=adamw does not; set solver to als or als-cg";
    }
    boolean exact = optimizer() instanceof Optimizer.LeastSquares;
    int most = BlockDevices.mostFactors(exact, getBiases());
    return getRank() <= most
        ? ""
        : "takes rank up to "
            + most
            + ", found "
            + getRank()
            + (exact ? "; set solver to als-cg, which takes more" : "");
  }

  /** Returns by what it is minimised. */
  Optimizer optimizer() {
    return switch (getSolver()) {
      case "als-cg" -> new Optimizer.ConjugateGradients(getCgSteps());
      case "adamw" -> Optimizer.AdamW.NOTEBOOK.withLearningRate(getLearningRate());
      default -> new Optimizer.LeastSquares();
    };
  }

  /** Sets the number of user blocks and of item blocks. */
  public GravityMF setNumBlocks(int value) {
    return setNumUserBlocks(value).setNumItemBlocks(value);
  }

  /** Sets the column of user ids. */
  public GravityMF setUserCol(String value) {
    set(userCol(), value);
    return this;
  }

  /** Sets the column of item ids. */
  public GravityMF setItemCol(String value) {
    set(itemCol(), value);
    return this;
  }

  /** Sets the column of ratings; empty: all are 1. */
  public GravityMF setRatingCol(String value) {
    set(ratingCol(), value);
    return this;
  }

  /** Sets the column of predictions. */
  public GravityMF setPredictionCol(String value) {
    set(predictionCol(), value);
    return this;
  }

  /** Sets the number of factors. */
  public GravityMF setRank(int value) {
    set(rank(), value);
    return this;
  }

  /** Sets the number of sweeps. */
  public GravityMF setMaxIter(int value) {
    set(maxIter(), value);
    return this;
  }

  /** Sets the weight of the penalty on factors. */
  public GravityMF setRegParam(double value) {
    set(regParam(), value);
    return this;
  }

  /** Sets the power of its ratings by which a row is penalised. */
  public GravityMF setPenaltyExponent(double value) {
    set(penaltyExponent(), value);
    return this;
  }

  /** Sets the weight of the gravity term. */
  public GravityMF setGravity(double value) {
    set(gravity(), value);
    return this;
  }

  /** Sets whether the mean is in every prediction. */
  public GravityMF setSubtractMean(boolean value) {
    set(subtractMean(), value);
    return this;
  }

  /** Sets which side a sweep solves first: items or users. */
  public GravityMF setFirstSide(String value) {
    set(firstSide(), value);
    return this;
  }

  /** Sets whether there are biases. */
  public GravityMF setBiases(boolean value) {
    set(biases(), value);
    return this;
  }

  /** Sets the weight of the penalty on biases. */
  public GravityMF setBiasRegParam(double value) {
    set(biasRegParam(), value);
    return this;
  }

  /** Sets whether to use implicit preference. */
  public GravityMF setImplicitPrefs(boolean value) {
    set(implicitPrefs(), value);
    return this;
  }

  /** Sets what a rating adds to the weight of its pair, implicit. */
  public GravityMF setAlpha(double value) {
    set(alpha(), value);
    return this;
  }

  /** Sets the weight of a pair without a rating, implicit. */
  public GravityMF setUnobservedWeight(double value) {
    set(unobservedWeight(), value);
    return this;
  }

  /** Sets what rows are solved by. */
  public GravityMF setSolver(String value) {
    set(solver(), value);
    return this;
  }

  /** Sets the steps of conjugate gradients. */
  public GravityMF setCgSteps(int value) {
    set(cgSteps(), value);
    return this;
  }

  /** Sets the step size of AdamW. */
  public GravityMF setLearningRate(double value) {
    set(learningRate(), value);
    return this;
  }

  /** Sets the inner loops. */
  public GravityMF setKernels(String value) {
    set(kernels(), value);
    return this;
  }

  /** Sets what solves rows: cpu, cuda or auto. */
  public GravityMF setDevice(String value) {
    set(device(), value);
    return this;
  }

  /** Sets the deviation of initial factors. */
  public GravityMF setInitialDeviation(double value) {
    set(initialDeviation(), value);
    return this;
  }

  /** Sets what is refused where it is true. */
  public GravityMF setNonnegative(boolean value) {
    set(nonnegative(), value);
    return this;
  }

  /** Sets the number of user blocks. */
  public GravityMF setNumUserBlocks(int value) {
    set(numUserBlocks(), value);
    return this;
  }

  /** Sets the number of item blocks. */
  public GravityMF setNumItemBlocks(int value) {
    set(numItemBlocks(), value);
    return this;
  }

  /** Sets the seed. */
  public GravityMF setSeed(long value) {
    set(seed(), value);
    return this;
  }

  /** Sets the sweeps between checkpoints; -1: none. */
  public GravityMF setCheckpointInterval(int value) {
    set(checkpointInterval(), value);
    return this;
  }

  /** Sets where blocks are kept. */
  public GravityMF setIntermediateStorageLevel(String value) {
    set(intermediateStorageLevel(), value);
    return this;
  }

  /** Sets where the trained factors are kept. */
  public GravityMF setFinalStorageLevel(String value) {
    set(finalStorageLevel(), value);
    return this;
  }

  /** Sets what becomes of unknown users and items: nan or drop. */
  public GravityMF setColdStartStrategy(String value) {
    set(coldStartStrategy(), value);
    return this;
  }

  /** Sets the rows that are searched together. */
  public GravityMF setBlockSize(int value) {
    set(blockSize(), value);
    return this;
  }
}
