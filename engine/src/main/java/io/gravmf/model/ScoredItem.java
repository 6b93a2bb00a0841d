package io.gravmf.model;

/**
 * An item with its score for a query.
 *
 * @param item the item's row
 * @param score the dot product, or the predicted rating where a {@link Model} was searched
 */
public record ScoredItem(int item, float score) {}
