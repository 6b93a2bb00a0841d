/** Ratings, items and genres: reading, splitting, compressing by row, and generating them. */
package io.gravmf.data;
