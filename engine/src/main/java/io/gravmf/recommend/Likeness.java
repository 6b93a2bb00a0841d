package io.gravmf.recommend;

/**
 * How alike two users or two items are.
 *
 * @param id the other one's id
 * @param cosine of their factors' angle, from -1 to 1
 */
public record Likeness(String id, double cosine) {}
