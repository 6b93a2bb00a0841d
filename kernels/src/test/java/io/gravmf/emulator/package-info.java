/** The emulated CUDA driver of the tests: its controls, and its own tests. */
package io.gravmf.emulator;
