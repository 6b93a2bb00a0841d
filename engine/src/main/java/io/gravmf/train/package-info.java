/** The trainer: configuration, epochs, progress, early stopping; it knows no backend. */
package io.gravmf.train;
