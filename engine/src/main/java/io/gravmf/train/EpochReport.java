package io.gravmf.train;

import io.gravmf.backend.Loss;
import java.util.Optional;

/**
 * What is reported of an epoch: the notebook's two lines, and the history file's row.
 *
 * @param epoch counted from 0
 * @param train loss over the training ratings before this epoch's update
 * @param validation loss over the validation ratings after it; empty where none are held out
 */
public record EpochReport(int epoch, Loss train, Optional<Loss> validation) {}
