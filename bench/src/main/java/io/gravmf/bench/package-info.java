/** JMH benchmarks; the classes mirror what they measure. */
package io.gravmf.bench;
