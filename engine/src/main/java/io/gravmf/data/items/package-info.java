/** What is known of items: titles and genres, read, counted and searched. */
package io.gravmf.data.items;
