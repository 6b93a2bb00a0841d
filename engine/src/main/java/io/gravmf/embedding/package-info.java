/**
 * t-SNE: points of many dimensions drawn in two or three, so that near neighbours stay near (van
 * der Maaten and Hinton 2008; van der Maaten 2014).
 */
package io.gravmf.embedding;
