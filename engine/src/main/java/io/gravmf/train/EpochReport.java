package io.gravmf.train;

import io.gravmf.backend.Loss;

/**
 * What is reported of an epoch or sweep: the notebook's two lines, and the history file's row.
 *
 * @param epoch its number: epochs are counted from 0, sweeps from 1
 * @param train loss over the training ratings before this epoch's update, or after this sweep
 * @param validation loss over the validation ratings after it
 */
public record EpochReport(int epoch, Loss train, Loss validation) {}
