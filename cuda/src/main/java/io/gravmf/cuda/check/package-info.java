/** Every kernel against float64. */
package io.gravmf.cuda.check;
