/** Least squares for rows of factors, the other side's being fixed: exactly or by gradients. */
package io.gravmf.solve;
