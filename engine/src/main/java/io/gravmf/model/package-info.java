/** The trained model: factors, prediction, and where it came from. */
package io.gravmf.model;
