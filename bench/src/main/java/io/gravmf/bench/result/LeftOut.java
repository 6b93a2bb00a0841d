package io.gravmf.bench.result;

/**
 * Something that a run did not measure.
 *
 * @param what it would have been
 * @param why it was not, in one line
 */
public record LeftOut(String what, String why) {}
