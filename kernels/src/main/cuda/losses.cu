// The objective's terms from what the other kernels left behind:
//
//     mse = 1/N sum e^2
//     l2 = lambda_r (tr G_U / n + tr G_V / m)       gravity = lambda_g / (n m) <G_U, G_V>
//
// Bytes: 8 for each part of the sum + 8 d ld. Flops: 2 d ld and less. In training it is block 0 of
// gravmf_update, beside the others' work; alone it serves validation and the simple variant.
#include "losses.cuh"

extern "C" __global__ void __launch_bounds__(gravmf::LOSS_BLOCK)
    gravmf_loss(const double *sse, long long parts, const float *gram, const double *gravity_rows,
                double *losses, const int *counter, int n, int m, int d, int ld,
                double inverse_ratings, double lambda_r, double lambda_g) {
    __shared__ double shared[gravmf::LOSS_LANES];
    int epoch = counter == nullptr ? 0 : *counter;
    gravmf::LossScales scales{inverse_ratings, lambda_r, lambda_g};
    gravmf::write_loss<gravmf::LOSS_BLOCK>(sse, parts, gram, gravity_rows, losses + 3LL * epoch, n,
                                           m, d, ld, scales, shared);
}
