/** The report: what it shows, the page that shows it, and its pictures. Knows no command. */
package io.gravmf.cli.report;
