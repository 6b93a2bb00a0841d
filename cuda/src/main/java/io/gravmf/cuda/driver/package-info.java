/** The CUDA driver: its library, devices, contexts, memory, loaded kernels and errors. */
package io.gravmf.cuda.driver;
