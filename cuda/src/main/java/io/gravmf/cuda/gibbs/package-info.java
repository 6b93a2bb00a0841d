/**
 * Gibbs sampling: rows are drawn on the device, and what they have in common on the host, of one
 * matrix of their products.
 */
package io.gravmf.cuda.gibbs;
