/**
 * The model of gravmf on Apache Spark: {@link io.gravmf.spark.GravityMF} takes the place of {@code
 * org.apache.spark.ml.recommendation.ALS}.
 */
package io.gravmf.spark;
