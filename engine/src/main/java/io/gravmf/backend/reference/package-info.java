/** The objective in plain float64, and random problems: what every backend is held against. */
package io.gravmf.backend.reference;
