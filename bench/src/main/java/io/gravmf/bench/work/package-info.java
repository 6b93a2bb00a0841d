/** Work counted from the algorithm, rates and ceilings, and how cost grows. */
package io.gravmf.bench.work;
