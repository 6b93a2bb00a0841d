/** The {@code gravmf} command. */
package io.gravmf.cli;
