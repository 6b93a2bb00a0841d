/** What a user runs on a machine of their own to see whether a backend computes what it should. */
package io.gravmf.selftest;
