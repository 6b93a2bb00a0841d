/** Ratings as a run takes them, its recorded split, its identity and its summary. */
package io.gravmf.cli.training;
