/** What is measured: JMH benchmarks, whose classes mirror the parts of the engine. */
package io.gravmf.bench.measure;
