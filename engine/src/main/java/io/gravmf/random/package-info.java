/**
 * Random numbers that are functions of where they are used, not of what was drawn before; so
 * threads and blocks may draw them in any order.
 */
package io.gravmf.random;
