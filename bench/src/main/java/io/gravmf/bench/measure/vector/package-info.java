/** The ceiling's loop on the incubating Vector API; loaded only where the JVM has it. */
package io.gravmf.bench.measure.vector;
