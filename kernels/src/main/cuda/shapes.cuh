// The numbers that the host has to know to lay out memory and to launch, each here alone. Those that
// depend on the width are where they are explained: Division (common.cuh), RowTile (update.cuh),
// ExactTile (normal_tiles.cuh). shapes.cpp prints all of them for the host, and ABI.md has their
// names.
#pragma once

// Kernels with a compile-time width exist for these; a width serves every d up to it.
#define GRAVMF_FOR_EACH_WIDTH(instance) \
    instance(16) instance(32) instance(64) instance(128) instance(256) instance(512) instance(1024)
// The persistent kernel is for problems that live in caches; its registers do not suffice for wider
// rows.
#define GRAVMF_FOR_EACH_PERSISTENT_WIDTH(instance) \
    instance(16) instance(32) instance(64) instance(128) instance(256)
// Kernels that keep a row's matrix in the registers of a block, which have no room for a wider one.
#define GRAVMF_FOR_EACH_EXACT_WIDTH(instance) instance(64) instance(128) instance(256)

namespace gravmf {

constexpr int WARP = 32;
// Threads of a block where nothing speaks for another number.
constexpr int BLOCK = 256;
constexpr int WARPS = BLOCK / WARP;
// Of plain kernels in which a thread or a block has a row: rows take their time, and differ in it.
constexpr int SIMPLE_BLOCK = 128;

// gravmf_persistent: one block of 16 warps a multiprocessor. With 128 registers a thread it fills the
// register file, and the fewer the blocks, the sooner they meet.
constexpr int PERSISTENT_BLOCK = 512;

// gravmf_loss, gravmf_objective: one block, for a sum has one fixed order; of the most threads that
// there can be, for as many loads are in flight.
constexpr int LOSS_BLOCK = 1024;

// A warp's tile of a Gram matrix is 32 x 32: 4 x 8 elements a lane, three 16-byte loads for 32 FMAs.
constexpr int GRAM_TILE = 32;
// Lanes that share an element when the chunks' tiles are added up.
constexpr int GRAM_LANES = 4;

// Rows of the other side that gravmf_dense_gravity has in shared memory at once: 16 x 4 KiB at d =
// 1024 is what the smallest supported device (7.5) can give.
constexpr int DENSE_TILE = 16;

// Ratings that a warp of gravmf_validation takes: long enough to hide its start, short enough for
// 20 000 to keep 79 warps busy.
constexpr int VALIDATION_PART = 256;

// Ratings that the exact kernels have in shared memory at once; the panels of the factorisation use
// the same place.
constexpr int STAGED = 16;

// Vectors of a row that gravmf_conjugate keeps beside its warps' partial sums.
constexpr int CONJUGATE_VECTORS = 4;

// gravmf_scores: 64 x 64 scores a block of 16 x 16 threads, each of which has 4 x 4: two loads from
// shared memory for 16 FMAs.
constexpr int SCORE_TILE = 64;
constexpr int SCORE_SIDE = 16;

// Threads of a block of gravmf_tsne_repulsion and gravmf_tsne_simple, and points of a tile.
constexpr int TSNE_BLOCK = 128;
// gravmf_tsne_normaliser: one block, as for losses.
constexpr int NORMALISER_BLOCK = 1024;

} // namespace gravmf
