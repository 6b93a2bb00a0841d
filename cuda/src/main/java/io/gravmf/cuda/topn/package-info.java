/** Scores of all items and the best of them. */
package io.gravmf.cuda.topn;
