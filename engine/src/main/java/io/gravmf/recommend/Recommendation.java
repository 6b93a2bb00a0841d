package io.gravmf.recommend;

/**
 * An item for a user.
 *
 * @param item its id
 * @param rating the predicted rating, the mean included
 */
public record Recommendation(String item, double rating) {}
