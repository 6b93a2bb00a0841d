// What a device of compute capability 9.0 allows (CUDA C++ Programming Guide, "Technical Specifications per Compute
// Capability").
#pragma once

namespace gravmf::emulator {

constexpr int kMaxThreadsPerBlock = 1024;
constexpr int kMaxBlockDepth = 64;
constexpr int kMaxGridX = 2147483647;
constexpr int kMaxGridYZ = 65535;
constexpr int kSharedPerBlock = 48 * 1024;
constexpr int kSharedPerBlockOptIn = 227 * 1024;
constexpr int kSharedPerMultiprocessor = 228 * 1024;
constexpr int kSharedReserved = 1024;
constexpr int kThreadsPerMultiprocessor = 2048;
constexpr int kBlocksPerMultiprocessor = 32;
constexpr int kRegistersPerMultiprocessor = 65536;
// g++ cannot say how many registers nvcc would use; this many allow every block of 1 024 threads.
constexpr int kRegistersPerThread = 64;

}  // namespace gravmf::emulator
