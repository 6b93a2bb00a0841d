/** Tables and pictures made of raw results alone. */
package io.gravmf.bench.report;
