/**
 * A recommender behind HTTP: answers from a model, folds in new users, retrains in the background
 * and takes over each new model without a pause.
 */
package io.gravmf.examples.service;
