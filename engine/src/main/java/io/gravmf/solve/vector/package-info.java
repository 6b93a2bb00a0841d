/**
 * The solver's inner loops on the incubating Vector API, and what they share with those of an
 * epoch; loaded only where the JVM has it.
 */
package io.gravmf.solve.vector;
