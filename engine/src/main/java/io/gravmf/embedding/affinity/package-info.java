/** How near points are to each other: distances, neighbours, and the probabilities of pairs. */
package io.gravmf.embedding.affinity;
