/** Line charts as SVG. */
package io.gravmf.bench.chart;
