/** Whether one build is faster than another. */
package io.gravmf.bench.compare;
