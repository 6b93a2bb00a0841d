// The exact gradient of t-SNE (van der Maaten & Hinton 2008, eq. 5) for points in two or three
// dimensions, and its step.
//
//     q_ij = 1 / (1 + |y_i - y_j|^2 / a)    w_ij = q_ij^((a + 1) / 2)    Z = sum over i != j of w_ij
//     gradient_i = 2 (a + 1) / a (exaggeration sum_j p_ij q_ij (y_i - y_j)
//                                 - 1/Z sum_j w_ij q_ij (y_i - y_j))
//
// with a = 1 degree of freedom in two dimensions (w = q) and 2 in three (w = q sqrt(q)), as van der
// Maaten 2009 and scikit-learn have it; 1/a is passed.
//
// p is given in compressed rows (with nearest neighbours only, or dense). Points are float4 (x, y,
// z, 0). Flops of the repulsion: about 16 count^2. Bytes: 16 for each point and tile of 128: bound
// by arithmetic.
#include "common.cuh"

namespace gravmf {

__device__ __forceinline__ float4 difference(float4 a, float4 b) {
    return make_float4(a.x - b.x, a.y - b.y, a.z - b.z, 0.f);
}

// q, correctly rounded.
__device__ __forceinline__ float student(float4 delta, float inverse_freedom) {
    float squares = fmaf(delta.x, delta.x, fmaf(delta.y, delta.y, delta.z * delta.z));
    return 1.f / fmaf(inverse_freedom, squares, 1.f);
}

// w: the weight of a pair whose q is given.
__device__ __forceinline__ float weight(float q, float inverse_freedom) {
    return inverse_freedom == 1.f ? q : q * sqrtf(q);
}

// sum.xyz += w q delta, sum.w += w.
__device__ __forceinline__ float4 repel(float4 point, float4 other, float inverse_freedom,
                                        float4 sum) {
    float4 delta = difference(point, other);
    float q = student(delta, inverse_freedom);
    float w = weight(q, inverse_freedom);
    sum = fma4(w * q, delta, sum);
    sum.w += w;
    return sum;
}

__device__ __forceinline__ float4 join(float4 attraction, float exaggeration, float4 repulsion,
                                       double normaliser, float inverse_freedom) {
    float scale = 2.f + 2.f * inverse_freedom;
    float inverse_z = normaliser > 0. ? static_cast<float>(1. / normaliser) : 0.f;
    return make_float4(scale * (exaggeration * attraction.x - inverse_z * repulsion.x),
                       scale * (exaggeration * attraction.y - inverse_z * repulsion.y),
                       scale * (exaggeration * attraction.z - inverse_z * repulsion.z), 0.f);
}

} // namespace gravmf

// A thread a point, a column of blocks for every split of the others, whose tiles lie in shared
// memory. A tile's sum is made alone and then added to the split's: sums stay short. Splits: with
// few points there would be too few blocks.
extern "C" __global__ void __launch_bounds__(gravmf::TSNE_BLOCK)
    gravmf_tsne_repulsion(const float4 *points, float4 *partials, int count, int splits,
                          float inverse_freedom) {
    using namespace gravmf;
    __shared__ __align__(16) float tile[TSNE_BLOCK * 4];
    int i = static_cast<int>(blockIdx.x) * TSNE_BLOCK + static_cast<int>(threadIdx.x);
    float4 point = i < count ? points[i] : zero4();
    int tiles = (count - 1) / TSNE_BLOCK + 1;
    float4 total = zero4();
    for (int t = blockIdx.y; t < tiles; t += splits) {
        int first = t * TSNE_BLOCK;
        int size = count - first < TSNE_BLOCK ? count - first : TSNE_BLOCK;
        __syncthreads();
        if (static_cast<int>(threadIdx.x) < size) {
            store4(tile + 4 * threadIdx.x, points[first + threadIdx.x]);
        }
        __syncthreads();
        float4 sum = zero4();
#pragma unroll 4
        for (int k = 0; k < size; k++) {
            if (first + k != i) {
                sum = repel(point, load4(tile + 4 * k), inverse_freedom, sum);
            }
        }
        total = add4(total, sum);
    }
    if (i < count) {
        partials[static_cast<long long>(blockIdx.y) * count + i] = total;
    }
}

// Z, in double, by one block in a fixed order.
extern "C" __global__ void __launch_bounds__(gravmf::NORMALISER_BLOCK)
    gravmf_tsne_normaliser(const float4 *partials, double *z, int count, int splits) {
    using namespace gravmf;
    __shared__ double sums[NORMALISER_BLOCK];
    double sum = 0.;
    for (long long k = threadIdx.x; k < static_cast<long long>(count) * splits;
         k += NORMALISER_BLOCK) {
        sum += partials[k].w;
    }
    sums[threadIdx.x] = sum;
    for (int half = NORMALISER_BLOCK / 2; half > 0; half /= 2) {
        __syncthreads();
        if (static_cast<int>(threadIdx.x) < half) {
            sums[threadIdx.x] += sums[threadIdx.x + half];
        }
    }
    if (threadIdx.x == 0) {
        *z = sums[0];
    }
}

// A warp a point: the attraction over its neighbours, the splits' repulsions, and the row's
// Kullback-Leibler divergence.
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_tsne_gradient(const float4 *points, const float4 *partials, const double *z,
                         const long long *row_begin, const int *columns, const float *p,
                         float4 *gradient, double *divergence, int count, int splits,
                         float exaggeration, float inverse_freedom) {
    using namespace gravmf;
    int i = static_cast<int>(blockIdx.x) * WARPS + static_cast<int>(threadIdx.x) / WARP;
    if (i >= count) {
        return; // a whole warp
    }
    int lane = threadIdx.x % WARP;
    double normaliser = *z;
    float log_z = static_cast<float>(log(normaliser));
    float4 point = points[i];
    float4 attraction = zero4();
    double divergence_sum = 0.;
    for (long long entry = row_begin[i] + lane; entry < row_begin[i + 1]; entry += WARP) {
        float4 delta = difference(point, points[columns[entry]]);
        float q = student(delta, inverse_freedom);
        float probability = p[entry];
        attraction = fma4(probability * q, delta, attraction);
        if (probability > 0.f) {
            divergence_sum +=
                static_cast<double>(probability) *
                (logf(probability) - logf(weight(q, inverse_freedom)) + log_z);
        }
    }
    float4 repulsion = lane < splits ? partials[static_cast<long long>(lane) * count + i] : zero4();
    float4 force = make_float4(sum_lanes<WARP>(attraction.x), sum_lanes<WARP>(attraction.y),
                               sum_lanes<WARP>(attraction.z), 0.f);
    repulsion = make_float4(sum_lanes<WARP>(repulsion.x), sum_lanes<WARP>(repulsion.y),
                            sum_lanes<WARP>(repulsion.z), 0.f);
    divergence_sum = sum_lanes<WARP>(divergence_sum);
    if (lane == 0) {
        gradient[i] = join(force, exaggeration, repulsion, normaliser, inverse_freedom);
        divergence[i] = divergence_sum;
    }
}

// The simple version: a thread a point, everything from memory; z as the normaliser wrote it.
extern "C" __global__ void __launch_bounds__(gravmf::TSNE_BLOCK)
    gravmf_tsne_simple(const float4 *points, const long long *row_begin, const int *columns,
                       const float *p, float4 *gradient, const double *z, int count,
                       float exaggeration, float inverse_freedom) {
    using namespace gravmf;
    int i = static_cast<int>(blockIdx.x) * TSNE_BLOCK + static_cast<int>(threadIdx.x);
    if (i >= count) {
        return;
    }
    float4 point = points[i];
    float4 repulsion = zero4();
    for (int j = 0; j < count; j++) {
        if (j != i) {
            repulsion = repel(point, points[j], inverse_freedom, repulsion);
        }
    }
    float4 attraction = zero4();
    for (long long entry = row_begin[i]; entry < row_begin[i + 1]; entry++) {
        float4 delta = difference(point, points[columns[entry]]);
        attraction = fma4(p[entry] * student(delta, inverse_freedom), delta, attraction);
    }
    gradient[i] = join(attraction, exaggeration, repulsion, *z, inverse_freedom);
}

namespace gravmf {

// Gradient descent with momentum and a gain for each coordinate (Jacobs 1988), as the reference
// implementations have it.
__device__ __forceinline__ void descend(float &point, float &velocity, float &gain, float gradient,
                                        float learning_rate, float momentum) {
    bool turning = velocity * gradient < 0.f;
    gain = fmaxf(turning ? gain + 0.2f : gain * 0.8f, 0.01f);
    velocity = fmaf(momentum, velocity, -learning_rate * gain * gradient);
    point += velocity;
}

} // namespace gravmf

// A thread a point. Bytes: 112 a point.
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_tsne_step(float4 *points, float4 *velocity, float4 *gains, const float4 *gradient,
                     int count, float learning_rate, float momentum) {
    int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (i >= count) {
        return;
    }
    float4 point = points[i];
    float4 speed = velocity[i];
    float4 gain = gains[i];
    float4 slope = gradient[i];
    gravmf::descend(point.x, speed.x, gain.x, slope.x, learning_rate, momentum);
    gravmf::descend(point.y, speed.y, gain.y, slope.y, learning_rate, momentum);
    gravmf::descend(point.z, speed.z, gain.z, slope.z, learning_rate, momentum);
    points[i] = point;
    velocity[i] = speed;
    gains[i] = gain;
}
