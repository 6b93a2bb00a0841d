/**
 * Training for the objective's whole family: weights of ratings, penalties by row, biases; by AdamW
 * with plain kernels, or by sweeps that solve rows. The notebook's objective by AdamW has kernels
 * of its own, in {@code epoch}.
 */
package io.gravmf.cuda.family;
