/** Groups of options that several commands share. */
package io.gravmf.cli.option;
