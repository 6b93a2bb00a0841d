/**
 * Training on a GPU: the problem in device memory, its kernels, and the ways to launch an epoch.
 */
package io.gravmf.cuda.epoch;
