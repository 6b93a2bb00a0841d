// Random numbers by counters, the same as the engine's Java: Philox4x32-10 (Salmon, Moraes, Dror &
// Shaw 2011, "Parallel Random Numbers: As Easy as 1, 2, 3") and the inverse of the normal
// distribution (Wichura 1988, "Algorithm AS 241", PPND16), in float64. Words are equal, normal
// numbers but for the last bit of a few.
#pragma once

#include <cuda_runtime.h>

namespace gravmf {

// The four words of a counter; the key's low half is the algorithm's first word.
__device__ __forceinline__ uint4 philox(unsigned long long key, uint4 counter) {
    unsigned k0 = static_cast<unsigned>(key);
    unsigned k1 = static_cast<unsigned>(key >> 32);
    uint4 x = counter;
#pragma unroll
    for (int round = 0; round < 10; round++) {
        unsigned high0 = __umulhi(x.x, 0xD2511F53u);
        unsigned low0 = x.x * 0xD2511F53u;
        unsigned high1 = __umulhi(x.z, 0xCD9E8D57u);
        unsigned low1 = x.z * 0xCD9E8D57u;
        x = make_uint4(high1 ^ x.y ^ k0, low1, high0 ^ x.w ^ k1, low0);
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return x;
}

// A polynomial's value, its coefficients from the highest power down.
template <int COUNT>
__device__ __forceinline__ double polynomial(const double (&coefficients)[COUNT], double r) {
    double sum = coefficients[0];
#pragma unroll
    for (int k = 1; k < COUNT; k++) {
        sum = fma(sum, r, coefficients[k]);
    }
    return sum;
}

// For probabilities from exp(-25) to 1 - exp(-25), which those of 32 bits are: the algorithm's
// third region is missing.
__device__ __forceinline__ double inverse_normal(double probability) {
    constexpr double CENTRAL_ABOVE[] = {
        2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4,
        4.5921953931549871457e+4, 1.3731693765509461125e+4, 1.9715909503065514427e+3,
        1.3314166789178437745e+2, 3.3871328727963666080e+0};
    constexpr double CENTRAL_BELOW[] = {
        5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4,
        2.1213794301586595867e+4, 5.3941960214247511077e+3, 6.8718700749205790830e+2,
        4.2313330701600911252e+1, 1.};
    constexpr double TAIL_ABOVE[] = {
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
        1.27045825245236838258e+0, 3.64784832476320460504e+0, 5.76949722146069140550e+0,
        4.63033784615654529590e+0, 1.42343711074968357734e+0};
    constexpr double TAIL_BELOW[] = {
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
        1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940e+0,
        2.05319162663775882187e+0, 1.};
    double q = probability - 0.5;
    if (fabs(q) <= 0.425) {
        double r = 0.180625 - q * q;
        return q * polynomial(CENTRAL_ABOVE, r) / polynomial(CENTRAL_BELOW, r);
    }
    double tail = q < 0. ? probability : 1. - probability;
    double r = sqrt(-log(tail)) - 1.6;
    double value = polynomial(TAIL_ABOVE, r) / polynomial(TAIL_BELOW, r);
    return q < 0. ? -value : value;
}

// The normal number of a word w, that of the uniform number (w + 1/2) / 2^32.
__device__ __forceinline__ float normal_of(unsigned word) {
    return static_cast<float>(inverse_normal((word + 0.5) * 0x1p-32));
}

} // namespace gravmf
