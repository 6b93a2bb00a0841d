/** A generator of ratings that resemble MovieLens', and the sample that every build carries. */
package io.gravmf.data.synthetic;
