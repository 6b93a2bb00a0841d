/** What a run leaves behind: raw results, the machine, what was left out. */
package io.gravmf.bench.result;
