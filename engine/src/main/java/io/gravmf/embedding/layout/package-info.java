/** Places in two or three dimensions, and those that descent starts from. */
package io.gravmf.embedding.layout;
