/** Reading files of ratings, whatever their layout. */
package io.gravmf.data.read;
