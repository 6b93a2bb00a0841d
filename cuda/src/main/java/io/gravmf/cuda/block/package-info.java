/**
 * Blocks of rows solved on a device for programs that keep everything else themselves, as tasks of
 * a cluster do: a context for each device of the process, whose blocks take turns.
 */
package io.gravmf.cuda.block;
