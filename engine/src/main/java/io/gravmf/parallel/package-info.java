/**
 * Threads that run tasks, short ones of a phase or long ones; what they compute never depends on
 * how many there are.
 */
package io.gravmf.parallel;
