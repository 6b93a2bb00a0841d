/** Exact t-SNE on a GPU. */
package io.gravmf.cuda.tsne;
