package io.gravmf.spark;

import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** Parameters that {@link GravityMFModel} shares with {@link GravityMF}, as in MLlib's ALS. */
public interface GravityMFModelParams extends Params {

  /** Returns the declarations behind the methods below. */
  ModelParamSet paramSet();

  /** The column of users' ids: integers, or text. */
  default Param<String> userCol() {
    return paramSet().userCol;
  }

  /** The column of items' ids: integers, or text. */
  default Param<String> itemCol() {
    return paramSet().itemCol;
  }

  /** The column that predictions are written to. */
  default Param<String> predictionCol() {
    return paramSet().predictionCol;
  }

  /** What becomes of rows whose user or item is unknown. */
  default Param<String> coldStartStrategy() {
    return paramSet().coldStartStrategy;
  }

  /** Rows that are searched for together when recommending. */
  default IntParam blockSize() {
    return paramSet().blockSize;
  }

  /** Returns the column of user ids. */
  default String getUserCol() {
    return getOrDefault(userCol());
  }

  /** Returns the column of item ids. */
  default String getItemCol() {
    return getOrDefault(itemCol());
  }

  /** Returns the column of predictions. */
  default String getPredictionCol() {
    return getOrDefault(predictionCol());
  }

  /** Returns what becomes of unknown users and items: nan or drop. */
  default String getColdStartStrategy() {
    return getOrDefault(coldStartStrategy());
  }

  /** Returns the rows that are searched together. */
  default int getBlockSize() {
    return (Integer) getOrDefault(blockSize());
  }
}
