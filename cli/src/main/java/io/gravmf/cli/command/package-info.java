/** The commands, one class each: their options, and what they print. */
package io.gravmf.cli.command;
