/** The files and the JSON that commands write. */
package io.gravmf.cli.output;
