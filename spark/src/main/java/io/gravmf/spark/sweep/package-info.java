/** Sweeps on a cluster: what a task solves, and the driver that hands tasks out. */
package io.gravmf.spark.sweep;
