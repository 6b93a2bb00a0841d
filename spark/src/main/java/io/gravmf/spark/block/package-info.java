/** Ratings and factors as a cluster holds them: ids, segments of rows, blocks, what is shipped. */
package io.gravmf.spark.block;
