/** Ratings and their ids: holding, splitting and compressing them by row. */
package io.gravmf.data;
