/** Threads that run numbered tasks; what they compute never depends on how many there are. */
package io.gravmf.parallel;
