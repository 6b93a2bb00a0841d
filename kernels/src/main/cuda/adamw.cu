// AdamW over a gradient that is in memory: the unfused form, for checking and timing the fused one
// (update.cuh).
//
// Bytes: 28 a parameter (p, m, v read and written, g read). Flops: about 13 a parameter. Bound by
// bytes.
#include "adamw.cuh"

// 16 bytes of each array a thread; size is a multiple of ld and so of 4.
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_adamw(float *factors, float *first, float *second, const float *gradient,
                 const float *schedule, const int *counter, long long size, int d, int ld,
                 float decay, float one_minus_beta1, float one_minus_beta2, float epsilon) {
    long long index = (static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x) * 4;
    if (index >= size) {
        return;
    }
    int epoch = *counter;
    gravmf::AdamW adamw{decay,   one_minus_beta1,     one_minus_beta2,
                        epsilon, schedule[2 * epoch], schedule[2 * epoch + 1]};
    float4 p = gravmf::load4(factors + index);
    float4 m = gravmf::load4(first + index);
    float4 v = gravmf::load4(second + index);
    adamw.apply4(p, m, v, gravmf::load4(gradient + index));
    gravmf::clear_padding(p, static_cast<int>(index % ld), d);
    gravmf::store4(factors + index, p);
    gravmf::store4(first + index, m);
    gravmf::store4(second + index, v);
}

// The simple version: one parameter a thread.
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_adamw_simple(float *factors, float *first, float *second, const float *gradient,
                        const float *schedule, const int *counter, long long size, int d, int ld,
                        float decay, float one_minus_beta1, float one_minus_beta2, float epsilon) {
    long long index = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (index >= size || index % ld >= d) {
        return;
    }
    int epoch = *counter;
    gravmf::AdamW adamw{decay,   one_minus_beta1,     one_minus_beta2,
                        epsilon, schedule[2 * epoch], schedule[2 * epoch + 1]};
    adamw.apply(factors[index], first[index], second[index], gradient[index]);
}

// The rest of the gradient: error_scale g + l2 x + gravity_scale x G, in place; a thread an
// element.
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_gradient_simple(const float *factors, const float *gram, float *gradient, int n, int m,
                           int d, int ld, float error_scale, float l2_users, float l2_items,
                           float gravity_scale) {
    long long index = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
    long long row = index / ld;
    int j = static_cast<int>(index % ld);
    if (row >= static_cast<long long>(n) + m) {
        return;
    }
    bool user = row < n;
    const float *other = gram + (user ? static_cast<long long>(ld) * ld : 0);
    float product = 0.f;
    for (int k = 0; k < d; k++) {
        product = fmaf(factors[row * ld + k], other[static_cast<long long>(k) * ld + j], product);
    }
    float l2 = user ? l2_users : l2_items;
    gradient[index] =
        fmaf(gravity_scale, product, fmaf(l2, factors[index], error_scale * gradient[index]));
}

// Counts epochs.
extern "C" __global__ void __launch_bounds__(gravmf::WARP) gravmf_advance(int *counter) {
    *counter += 1;
}
