/**
 * What a compute backend offers the trainer, and the choice between backends.
 *
 * <p>Implementations live in packages of their own below this one and are found through {@link
 * java.util.ServiceLoader}, so that this package knows none of them.
 */
package io.gravmf.backend;
