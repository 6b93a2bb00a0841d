package io.gravmf.train;

import io.gravmf.backend.Loss;

/**
 * What is reported of an epoch: the notebook's two lines, and the history file's row.
 *
 * @param epoch counted from 0
 * @param train loss over the training ratings before this epoch's update
 * @param validation loss over the validation ratings after it
 */
public record EpochReport(int epoch, Loss train, Loss validation) {}
