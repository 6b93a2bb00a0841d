package io.gravmf.spark.sweep;

import io.gravmf.backend.Loss;

/**
 * What a sweep, or an epoch of AdamW, has come to.
 *
 * @param number from 1
 * @param loss the terms of the objective after it
 * @param seconds it took
 * @param float64Rows rows whose systems float32 could not solve
 */
public record SweepReport(int number, Loss loss, double seconds, long float64Rows) {}
