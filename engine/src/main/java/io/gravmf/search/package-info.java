/**
 * Finds settings: trials drawn at random from ranges ({@link io.gravmf.search.SearchSpace}), of
 * which the better ones are given more ({@link io.gravmf.search.SuccessiveHalving}). Knows names
 * and texts of settings, and what evaluates them by a function.
 */
package io.gravmf.search;
