/** The tables of a run, made of raw results alone. */
package io.gravmf.bench.table;
