package io.gravmf.train;

import io.gravmf.backend.DeviceTime;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.model.Model;
import java.util.List;
import java.util.Optional;

/**
 * What training gives.
 *
 * @param model the trained model
 * @param state the state that the model is of
 * @param history the epochs that were reported, in order; the last epoch run is always among them
 * @param stopReason why training ended
 * @param deviceTime time that a GPU spent on the epochs, by its own clock; empty for the CPU
 * @param retries rows of exact sweeps that were solved more than once; empty of other optimisers
 * @param paused what a later run needs to go on to the very same result, where training was
 *     cancelled; empty otherwise
 */
public record TrainingResult(
    Model model,
    TrainingState state,
    List<EpochReport> history,
    StopReason stopReason,
    Optional<DeviceTime> deviceTime,
    Optional<TrainingSession.Retries> retries,
    Optional<RunState> paused) {}
