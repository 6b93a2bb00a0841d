/**
 * The least-squares problems of rows in device memory, and the ways to solve a side of them, the
 * other being fixed: what sweeps, samplers and single blocks have in common.
 */
package io.gravmf.cuda.rows;
