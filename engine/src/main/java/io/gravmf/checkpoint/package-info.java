/**
 * Runs that are stored so that they can go on to the very same result: the files, what they hold,
 * and who writes them while training goes on.
 */
package io.gravmf.checkpoint;
