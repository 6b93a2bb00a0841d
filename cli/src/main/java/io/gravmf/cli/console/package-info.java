/** What is seen while a command runs: progress, tables, interruption, standard error. */
package io.gravmf.cli.console;
