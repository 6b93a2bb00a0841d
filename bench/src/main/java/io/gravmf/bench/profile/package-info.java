/**
 * What goes along into the benchmarks' JVMs, of this build and of others: it needs JMH and nothing
 * else of this project.
 */
package io.gravmf.bench.profile;
