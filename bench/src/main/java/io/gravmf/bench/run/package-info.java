/** Which benchmarks to run, and running them. */
package io.gravmf.bench.run;
