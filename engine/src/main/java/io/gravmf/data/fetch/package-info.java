/** Downloads MovieLens from GroupLens. */
package io.gravmf.data.fetch;
