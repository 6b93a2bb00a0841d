/** How well lists of recommendations meet what users did choose: knows scores and rows alone. */
package io.gravmf.evaluate.ranking;
