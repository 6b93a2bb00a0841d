/** Tables as CSV, for programs and, where asked, for spreadsheets that run cells as formulas. */
package io.gravmf.cli.csv;
