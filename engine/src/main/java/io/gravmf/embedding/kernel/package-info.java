/** The inner loops over pairs of points, plain or by the Vector API. */
package io.gravmf.embedding.kernel;
