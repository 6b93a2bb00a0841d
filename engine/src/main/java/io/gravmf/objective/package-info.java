/**
 * What is minimised ({@link io.gravmf.objective.Objective}) and how ({@link
 * io.gravmf.objective.Optimizer}), apart from each other and from where it is computed.
 */
package io.gravmf.objective;
