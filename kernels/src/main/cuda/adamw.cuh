// One AdamW step of one parameter (Loshchilov & Hutter 2019, Algorithm 2, in PyTorch's order):
//
//     p <- p - lr wd p       m <- m + (1 - beta1) (g - m)       v <- v + (1 - beta2) (g^2 - v)
//     p <- p - lr / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
//
// The small constants (lr wd, 1 - beta) are what is rounded to float32, not their complements:
// beta2 = 0.999 in float32 is off by 1.3e-8, which is 1.3e-5 of 1 - beta2 and the same way every
// epoch. Square root and division are correctly rounded.
#pragma once

#include "common.cuh"

namespace gravmf {

struct AdamW {
    float decay; // lr wd
    float one_minus_beta1;
    float one_minus_beta2;
    float epsilon;
    float step;         // lr / (1 - beta1^t): changes with each epoch, so read from device memory
    float inverse_root; // 1 / sqrt(1 - beta2^t): likewise

    __device__ __forceinline__ void apply(float &p, float &m, float &v, float g) const {
        m = fmaf(one_minus_beta1, g - m, m);
        v = fmaf(one_minus_beta2, fmaf(g, g, -v), v);
        float denominator = fmaf(sqrtf(v), inverse_root, epsilon);
        p = fmaf(-step, m / denominator, fmaf(-decay, p, p));
    }

    __device__ __forceinline__ void apply4(float4 &p, float4 &m, float4 &v, float4 g) const {
        apply(p.x, m.x, v.x, g.x);
        apply(p.y, m.y, v.y, g.y);
        apply(p.z, m.z, v.z, g.z);
        apply(p.w, m.w, v.w, g.w);
    }
};

// Sets the columns from d on to zero: with epsilon = 0 a step makes NaN of a padding column, whose
// gradient is 0.
__device__ __forceinline__ void clear_padding(float4 &p, int column, int d) {
    p.y = column + 1 < d ? p.y : 0.f;
    p.z = column + 2 < d ? p.z : 0.f;
    p.w = column + 3 < d ? p.w : 0.f;
}

} // namespace gravmf
