/**
 * Models that threads train each for itself, run together: sessions of a {@link
 * io.gravmf.backend.SessionGroup} that meet before each batch of epochs.
 */
package io.gravmf.backend.lockstep;
