/** Whom and what a command asks a model about: users, items, titles. */
package io.gravmf.cli.query;
