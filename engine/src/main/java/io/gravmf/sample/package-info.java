/**
 * Draws what the rows of a side have in common: their prior's mean and precision, the weights of
 * features, the precision of ratings. Knows arrays alone.
 */
package io.gravmf.sample;
