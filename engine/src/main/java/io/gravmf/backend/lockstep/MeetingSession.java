package io.gravmf.backend.lockstep;

import io.gravmf.backend.DeviceTime;
import io.gravmf.backend.Loss;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A session that runs epochs with others. */
final class MeetingSession implements TrainingSession {

  final TrainingSession own;
  final int number;
  private final Meeting meeting;

  /** The thread that used it last. */
  volatile Thread thread = Thread.currentThread();

  MeetingSession(TrainingSession own, Meeting meeting) {
    this.own = own;
    this.meeting = meeting;
    number = meeting.add(this);
  }

  @Override
  public int epoch() {
    return own.epoch();
  }

  @Override
  public Loss[] run(int epochs, BooleanSupplier stop) {
    thread = Thread.currentThread();
    List<Loss> losses = new ArrayList<>(epochs);
    while (losses.size() < epochs && !stop.getAsBoolean()) {
      Collections.addAll(losses, meeting.run(this, epochs - losses.size(), stop));
    }
    return losses.toArray(Loss[]::new);
  }

  @Override
  public Loss validate() {
    return own.validate();
  }

  @Override
  public TrainingState state() {
    return own.state();
  }

  @Override
  public Optional<DeviceTime> deviceTime() {
    return own.deviceTime();
  }

  @Override
  public Optional<Retries> retries() {
    return own.retries();
  }

  @Override
  public void close() {
    try {
      own.close();
    } finally {
      meeting.remove(this);
    }
  }
}
