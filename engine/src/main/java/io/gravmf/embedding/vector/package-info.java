/** t-SNE's inner loops on the incubating Vector API; loaded only where the JVM has it. */
package io.gravmf.embedding.vector;
