// The kernels' own random words, which no kernel hands out.
#include "philox.cuh"

// out[4] = the words of counter[4] under key[2].
extern "C" __global__ void gravmf_selftest_philox(const unsigned *key, const unsigned *counter, unsigned *out) {
  unsigned long long both = static_cast<unsigned long long>(key[1]) << 32 | key[0];
  uint4 words = gravmf::philox(both, make_uint4(counter[0], counter[1], counter[2], counter[3]));
  out[0] = words.x;
  out[1] = words.y;
  out[2] = words.z;
  out[3] = words.w;
}
