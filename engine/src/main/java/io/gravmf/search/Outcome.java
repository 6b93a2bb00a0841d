package io.gravmf.search;

/**
 * What a trial came to at a rung.
 *
 * @param trial the trial's number, from 0
 * @param rung the rung, from 0; at the last a trial has all that it asks for
 * @param score less is better; not a number where training diverged
 * @param seconds what it took
 */
public record Outcome(int trial, int rung, double score, double seconds) {}
