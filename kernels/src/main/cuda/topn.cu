// The best `top` of each row of scores, best first, equal scores by the lower item row.
//
// A score and its item make one 64-bit key, larger for better, distinct for distinct items; so the
// order is total, and results do not depend on which thread sees what first. Minus infinity and NaN
// make keys whose upper half is 0: "nothing".
//
// Bytes of the radix select: 4 m a pass and user, at most 8 passes + 1, nearly always 4 or fewer
// (the block stops as soon as a digit's keys are all wanted); from L2 after the first. The simple
// version: 4 m top.
#include "common.cuh"

namespace gravmf {

typedef unsigned long long Key;

constexpr int DIGIT_BITS = 8;
constexpr int DIGITS = 1 << DIGIT_BITS;
static_assert(DIGITS == BLOCK, "a thread has one counter");

__device__ __forceinline__ Key key_of(float score, int item) {
    // + 0: -0 becomes +0, since they are equal scores.
    unsigned bits = static_cast<unsigned>(__float_as_int(score + 0.f));
    unsigned ordered = (bits & 0x80000000u) != 0 ? ~bits : bits | 0x80000000u;
    bool nothing = !(score > -__int_as_float(0x7f800000)); // NaN too
    return (static_cast<Key>(nothing ? 0u : ordered) << 32) | static_cast<unsigned>(~item);
}

__device__ __forceinline__ void write_key(Key key, float *value, int *item) {
    unsigned ordered = static_cast<unsigned>(key >> 32);
    unsigned bits = (ordered & 0x80000000u) != 0 ? ordered & 0x7fffffffu : ~ordered;
    *value = ordered == 0 ? -__int_as_float(0x7f800000) : __int_as_float(static_cast<int>(bits));
    *item = ordered == 0 ? -1 : static_cast<int>(~static_cast<unsigned>(key));
}

// The key such that `wanted` keys of the row are at least it; wanted < m.
__device__ __forceinline__ Key threshold(const float *row, int m, int wanted, int *histogram,
                                         int *choice) {
    Key prefix = 0;
    for (int shift = 64 - DIGIT_BITS; shift >= 0; shift -= DIGIT_BITS) {
        histogram[threadIdx.x] = 0;
        __syncthreads();
        for (int item = threadIdx.x; item < m; item += BLOCK) {
            Key key = key_of(row[item], item);
            bool same = shift == 64 - DIGIT_BITS ||
                        (key >> (shift + DIGIT_BITS)) == (prefix >> (shift + DIGIT_BITS));
            if (same) {
                atomicAdd(&histogram[(key >> shift) & (DIGITS - 1)],
                          1); // a count: the order does not matter
            }
        }
        __syncthreads();
        if (threadIdx.x == 0) {
            int digit = DIGITS - 1;
            while (histogram[digit] < wanted) {
                wanted -= histogram[digit];
                digit--;
            }
            choice[0] = digit;
            choice[1] = wanted;
            choice[2] = histogram[digit] == wanted;
        }
        __syncthreads();
        prefix |= static_cast<Key>(choice[0]) << shift;
        wanted = choice[1];
        bool all = choice[2] != 0;
        __syncthreads();
        if (all) {
            break;
        }
    }
    return prefix;
}

// Bitonic sort, descending; count is a power of two.
__device__ __forceinline__ void sort_descending(Key *keys, int count) {
    for (int size = 2; size <= count; size *= 2) {
        for (int stride = size / 2; stride > 0; stride /= 2) {
            __syncthreads();
            for (int i = threadIdx.x; i < count; i += BLOCK) {
                int j = i ^ stride;
                if (j > i) {
                    bool descending = (i & size) == 0;
                    Key a = keys[i];
                    Key b = keys[j];
                    if ((a < b) == descending) {
                        keys[i] = b;
                        keys[j] = a;
                    }
                }
            }
        }
    }
    __syncthreads();
}

} // namespace gravmf

// A block a user: select the threshold digit by digit, collect what reaches it, sort that.
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_topn(const float *scores, int *items, float *values, int count, int m, int top) {
    using namespace gravmf;
    GRAVMF_DYNAMIC_SHARED(Key, keys);
    __shared__ int histogram[DIGITS];
    __shared__ int choice[3];
    __shared__ int collected;
    const float *row = scores + static_cast<long long>(blockIdx.x) * m;
    int places = 1;
    while (places < top) {
        places *= 2;
    }
    Key least = top < m ? threshold(row, m, top, histogram, choice) : 0;
    for (int place = threadIdx.x; place < places; place += BLOCK) {
        keys[place] = 0;
    }
    if (threadIdx.x == 0) {
        collected = 0;
    }
    __syncthreads();
    for (int item = threadIdx.x; item < m; item += BLOCK) {
        Key key = key_of(row[item], item);
        if (key >= least) {
            keys[atomicAdd(&collected, 1)] = key; // any order: sorted next
        }
    }
    sort_descending(keys, places);
    for (int place = threadIdx.x; place < top; place += BLOCK) {
        long long index = static_cast<long long>(blockIdx.x) * top + place;
        write_key(keys[place], values + index, items + index);
    }
}

// The simple version: `top` rounds, each the largest key below the last one.
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_topn_simple(const float *scores, int *items, float *values, int count, int m, int top) {
    using namespace gravmf;
    __shared__ Key best[BLOCK];
    const float *row = scores + static_cast<long long>(blockIdx.x) * m;
    Key last = ~static_cast<Key>(0);
    for (int place = 0; place < top; place++) {
        Key mine = 0;
        for (int item = threadIdx.x; item < m; item += BLOCK) {
            Key key = key_of(row[item], item);
            mine = key < last && key > mine ? key : mine;
        }
        best[threadIdx.x] = mine;
        for (int half = BLOCK / 2; half > 0; half /= 2) {
            __syncthreads();
            if (static_cast<int>(threadIdx.x) < half &&
                best[threadIdx.x + half] > best[threadIdx.x]) {
                best[threadIdx.x] = best[threadIdx.x + half];
            }
        }
        __syncthreads();
        last = best[0];
        __syncthreads();
        if (threadIdx.x == 0) {
            long long index = static_cast<long long>(blockIdx.x) * top + place;
            write_key(last, values + index, items + index);
        }
    }
}
