/**
 * What is known of users and items beside their ratings: reads a file of it into a matrix of
 * numbers.
 */
package io.gravmf.features;
