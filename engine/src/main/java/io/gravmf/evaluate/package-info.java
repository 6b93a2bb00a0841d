/** Figures about ratings and about models. */
package io.gravmf.evaluate;
