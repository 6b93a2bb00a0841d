/** Training on the CPU: row tasks, a worker pool, and the inner loops in plain Java. */
package io.gravmf.backend.cpu;
