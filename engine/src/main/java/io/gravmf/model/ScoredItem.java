package io.gravmf.model;

/**
 * An item with its score for a query.
 *
 * @param item the item's row
 * @param score the dot product
 */
public record ScoredItem(int item, float score) {}
