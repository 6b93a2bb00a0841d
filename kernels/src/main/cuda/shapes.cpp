// Prints what the host has to know of the kernels' shapes, a NAME=value a line: compiled and run by
// build-kernels.sh, read by io.gravmf.kernels.KernelShapes. So the values are the compiler's own.
#include <cstdio>

#include "normal_tiles.cuh"
#include "update.cuh"

#define GRAVMF_LISTED(D) " " #D
#define GRAVMF_NUMBER(name) std::printf("%s=%d\n", #name, gravmf::name);
#define GRAVMF_UPDATE_ROWS(D) std::printf("UPDATE_ROWS_%d=%d\n", D, gravmf::RowTile<D>::tile_rows);
#define GRAVMF_DENSE_ROWS(D) \
    std::printf("DENSE_ROWS_%d=%d\n", D, gravmf::Division<D>::rows_of_block);
#define GRAVMF_EXACT_EDGE(D) std::printf("EXACT_EDGE_%d=%d\n", D, gravmf::ExactTile<D>::edge);

int main() {
    std::puts("WIDTHS=" GRAVMF_FOR_EACH_WIDTH(GRAVMF_LISTED));
    std::puts("PERSISTENT_WIDTHS=" GRAVMF_FOR_EACH_PERSISTENT_WIDTH(GRAVMF_LISTED));
    std::puts("EXACT_WIDTHS=" GRAVMF_FOR_EACH_EXACT_WIDTH(GRAVMF_LISTED));
    GRAVMF_NUMBER(WARP)
    GRAVMF_NUMBER(BLOCK)
    GRAVMF_NUMBER(WARPS)
    GRAVMF_NUMBER(SIMPLE_BLOCK)
    GRAVMF_NUMBER(UPDATE_BLOCK)
    GRAVMF_NUMBER(PERSISTENT_BLOCK)
    GRAVMF_NUMBER(LOSS_BLOCK)
    GRAVMF_NUMBER(GRAM_TILE)
    GRAVMF_NUMBER(GRAM_LANES)
    GRAVMF_NUMBER(DENSE_TILE)
    GRAVMF_NUMBER(VALIDATION_PART)
    GRAVMF_NUMBER(STAGED)
    GRAVMF_NUMBER(CONJUGATE_VECTORS)
    GRAVMF_NUMBER(SCORE_TILE)
    GRAVMF_NUMBER(SCORE_SIDE)
    GRAVMF_NUMBER(TSNE_BLOCK)
    GRAVMF_NUMBER(NORMALISER_BLOCK)
    GRAVMF_FOR_EACH_WIDTH(GRAVMF_UPDATE_ROWS)
    GRAVMF_FOR_EACH_WIDTH(GRAVMF_DENSE_ROWS)
    GRAVMF_FOR_EACH_EXACT_WIDTH(GRAVMF_EXACT_EDGE)
    return 0;
}
