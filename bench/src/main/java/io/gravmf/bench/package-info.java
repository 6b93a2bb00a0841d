/** The {@code gravmf bench} command. */
package io.gravmf.bench;
