package io.gravmf.cuda.block;

import io.gravmf.data.FloatMatrix;

/**
 * What became of a block.
 *
 * @param rows its rows, each with its bias behind the factors where there are biases
 * @param squaredErrors each row's squared errors times weights, by the new rows; or null
 * @param float64Rows rows whose systems float32 could not solve
 */
@SuppressWarnings("ArrayRecordComponent") // identity, not equality, is what owners pass on
public record SolvedBlock(FloatMatrix rows, double[] squaredErrors, long float64Rows) {}
