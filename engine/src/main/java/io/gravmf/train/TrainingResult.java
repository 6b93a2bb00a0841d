package io.gravmf.train;

import io.gravmf.backend.DeviceTime;
import io.gravmf.backend.TrainingState;
import io.gravmf.model.Model;
import java.util.List;
import java.util.Optional;

/**
 * What training gives.
 *
 * @param model the trained model
 * @param state what a later run needs to go on from here, to the very same bits
 * @param history the epochs that were reported, in order; the last epoch run is always among them
 * @param stopReason why training ended
 * @param deviceTime time that a GPU spent on the epochs, by its own clock; empty for the CPU
 */
public record TrainingResult(
    Model model,
    TrainingState state,
    List<EpochReport> history,
    StopReason stopReason,
    Optional<DeviceTime> deviceTime) {}
