/**
 * What {@link io.gravmf.spark.Main} runs: options, files of ratings, and what is said of faults.
 */
package io.gravmf.spark.command;
