package io.gravmf.embedding;

import io.gravmf.data.FloatMatrix;

/**
 * What an embedding gives.
 *
 * @param coordinates N × components; row i is the place of point i
 * @param klDivergence Kullback-Leibler divergence of the embedding, in nats, as the configured
 *     method sums it
 * @param iterations how many steps were taken
 */
public record TsneResult(FloatMatrix coordinates, double klDivergence, int iterations) {}
