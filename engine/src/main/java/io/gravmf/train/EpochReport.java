package io.gravmf.train;

import io.gravmf.backend.Loss;
import java.util.Optional;

/**
 * What is reported of an epoch or sweep: the notebook's two lines, and the history file's row.
 *
 * @param epoch its number: epochs are counted from 0, sweeps from 1
 * @param train loss over the training ratings before this epoch's update, or after this sweep
 * @param validation loss over the validation ratings after it; empty where none are held out
 */
public record EpochReport(int epoch, Loss train, Optional<Loss> validation) {}
