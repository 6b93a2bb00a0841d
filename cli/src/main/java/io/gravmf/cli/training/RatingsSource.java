package io.gravmf.cli.training;

import io.gravmf.data.Ratings;

/**
 * Ratings as they were read: in one piece, or in the two that two files give.
 *
 * @param ratings the ratings of the first file
 * @param validation those of the second, over the same users and items; null without one
 */
public record RatingsSource(Ratings ratings, Ratings validation) {}
