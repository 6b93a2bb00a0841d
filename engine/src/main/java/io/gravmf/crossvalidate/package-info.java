/**
 * Protocols of evaluation: how ratings are divided into folds ({@link
 * io.gravmf.crossvalidate.Protocol}), and what a recipe's models predict and recommend on them
 * ({@link io.gravmf.crossvalidate.CrossValidation}), beside baselines.
 */
package io.gravmf.crossvalidate;
