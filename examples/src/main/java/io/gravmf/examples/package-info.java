/** The example of the README. */
package io.gravmf.examples;
