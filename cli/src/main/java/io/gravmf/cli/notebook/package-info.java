/** The notebook's steps, gathered for the report: its model, genres, maps and figures. */
package io.gravmf.cli.notebook;
