package io.gravmf.backend;

/**
 * Time that a device has spent on epochs, by its own clock.
 *
 * @param seconds of all epochs so far
 * @param path how the last of them were run, in a word or two
 */
public record DeviceTime(double seconds, String path) {}
