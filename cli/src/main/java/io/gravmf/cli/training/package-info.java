/**
 * Ratings as a run takes them, its recorded split, the model to go on from, its identity and its
 * summary.
 */
package io.gravmf.cli.training;
