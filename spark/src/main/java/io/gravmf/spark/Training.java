package io.gravmf.spark;

import io.gravmf.model.Provenance;

/**
 * How a model came about.
 *
 * @param provenance as the engine's models have it; of more ratings than an int counts, the number
 *     there is the greatest int
 * @param mean what every prediction has in it
 * @param ratings how many ratings there were
 * @param summary of the run
 */
record Training(Provenance provenance, double mean, long ratings, GravityMFSummary summary) {}
