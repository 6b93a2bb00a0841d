package io.gravmf.bench.result;

import java.util.List;

/**
 * Measurements on the way to the version that a run measured, kept to show what a change was worth.
 *
 * @param name the change, as the file is named
 * @param measurements by JMH
 */
public record Step(String name, List<Measurement> measurements) {}
