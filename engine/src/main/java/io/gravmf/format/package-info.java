/** File formats that know nothing of ratings: npy, safetensors, TensorBoard events. */
package io.gravmf.format;
