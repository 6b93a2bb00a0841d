/** The gradient at a layout: attraction by probabilities, repulsion by every pair or by a tree. */
package io.gravmf.embedding.force;
