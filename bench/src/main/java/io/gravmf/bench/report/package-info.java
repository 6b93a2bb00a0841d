/** The page and the pictures of a run, and the documents that quote it. */
package io.gravmf.bench.report;
