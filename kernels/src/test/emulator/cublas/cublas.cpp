// A double of libcublas.so.12 for the emulated driver: the functions that Gram products need. Matrices are column-major, as
// in BLAS; sums run in float64 in a fixed order.
#include <cstring>
#include <unordered_set>
#include <vector>

#include "../driver/hooks.h"

#define CUBLAS extern "C" __attribute__((visibility("default"))) int

namespace {

constexpr int kSuccess = 0;
constexpr int kNotInitialised = 1;
constexpr int kInvalidValue = 7;
constexpr int kExecutionFailed = 13;
constexpr int kVersion = 120600;
constexpr int kFillLower = 0, kFillUpper = 1;
constexpr int kPlain = 0, kConjugate = 2;
constexpr int kDevicePointers = 1;

struct Handle {
  CUstream stream = nullptr;
  int math_mode = 0;
  int pointer_mode = 0;
  int atomics_mode = 0;
};

struct Matrix {
  float *data;
  int rows, columns, leading;

  std::size_t bytes() const {
    if (rows == 0 || columns == 0) return 0;
    return (static_cast<std::size_t>(leading) * static_cast<std::size_t>(columns - 1) + static_cast<std::size_t>(rows)) *
           sizeof(float);
  }
};

std::unordered_set<Handle *> &handles() {
  static auto *all = new std::unordered_set<Handle *>;
  return *all;
}

int begin(const char *name, Handle *handle) {
  if (gravmf_emulator_call(name, true) != CUDA_SUCCESS) return kExecutionFailed;
  return handles().count(handle) != 0 ? kSuccess : kNotInitialised;
}

#define BEGIN_BLAS(handle)                                                  \
  if (int status = begin(__func__, handle); status != kSuccess) return status

// alpha op(A) op(B) + beta C into those elements of C that `wanted` names.
template <typename Wanted>
void multiply(bool transpose_a, bool transpose_b, float alpha, const Matrix &a, const Matrix &b, float beta,
              const Matrix &c, int inner, Wanted wanted) {
  auto rows = static_cast<std::size_t>(c.rows), columns = static_cast<std::size_t>(c.columns);
  std::vector<double> sums(rows * columns, 0.0), left(rows);
  for (int p = 0; p < inner; ++p) {
    for (std::size_t i = 0; i < rows; ++i) {
      auto row = static_cast<std::size_t>(transpose_a ? p : static_cast<int>(i));
      auto column = static_cast<std::size_t>(transpose_a ? static_cast<int>(i) : p);
      left[i] = static_cast<double>(a.data[column * static_cast<std::size_t>(a.leading) + row]);
    }
    for (std::size_t j = 0; j < columns; ++j) {
      auto row = static_cast<std::size_t>(transpose_b ? static_cast<int>(j) : p);
      auto column = static_cast<std::size_t>(transpose_b ? p : static_cast<int>(j));
      double right = static_cast<double>(b.data[column * static_cast<std::size_t>(b.leading) + row]);
      for (std::size_t i = 0; i < rows; ++i) sums[j * rows + i] += left[i] * right;
    }
  }
  for (std::size_t j = 0; j < columns; ++j) {
    for (std::size_t i = 0; i < rows; ++i) {
      if (!wanted(i, j)) continue;
      float &element = c.data[j * static_cast<std::size_t>(c.leading) + i];
      // With beta 0, C is not read: it may hold NaN.
      double old = beta == 0.0f ? 0.0 : static_cast<double>(beta) * static_cast<double>(element);
      element = static_cast<float>(static_cast<double>(alpha) * sums[j * rows + i] + old);
    }
  }
}

bool valid(const Matrix &matrix) {
  return matrix.rows >= 0 && matrix.columns >= 0 && matrix.leading >= (matrix.rows > 1 ? matrix.rows : 1);
}

template <typename Wanted>
int submit(const char *name, Handle *handle, bool transpose_a, bool transpose_b, const float *alpha, Matrix a, Matrix b,
           const float *beta, Matrix c, int inner, Wanted wanted) {
  if (!valid(a) || !valid(b) || !valid(c) || alpha == nullptr || beta == nullptr) return kInvalidValue;
  for (const Matrix *matrix : {&a, &b, &c}) {
    if (gravmf_emulator_check(name, matrix->data, matrix->bytes()) != CUDA_SUCCESS) return kExecutionFailed;
  }
  bool on_device = handle->pointer_mode == kDevicePointers;
  float alpha_now = on_device ? 0.0f : *alpha, beta_now = on_device ? 0.0f : *beta;
  CUresult result = gravmf_emulator_submit(handle->stream, [=] {
    multiply(transpose_a, transpose_b, on_device ? *alpha : alpha_now, a, b, on_device ? *beta : beta_now, c, inner, wanted);
    return CUDA_SUCCESS;
  });
  return result == CUDA_SUCCESS ? kSuccess : kExecutionFailed;
}

}  // namespace

CUBLAS cublasCreate_v2(Handle **handle) {
  if (handle == nullptr) return kInvalidValue;
  if (gravmf_emulator_call(__func__, true) != CUDA_SUCCESS) return kNotInitialised;
  *handle = new Handle;
  handles().insert(*handle);
  gravmf_emulator_count_blas_handle(1);
  return kSuccess;
}

CUBLAS cublasDestroy_v2(Handle *handle) {
  CUresult injected = gravmf_emulator_call(__func__, false);
  if (handles().erase(handle) == 0) return kNotInitialised;
  delete handle;
  gravmf_emulator_count_blas_handle(-1);
  return injected == CUDA_SUCCESS ? kSuccess : kExecutionFailed;
}

CUBLAS cublasGetVersion_v2(Handle *, int *version) {
  *version = kVersion;
  return kSuccess;
}

CUBLAS cublasSetStream_v2(Handle *handle, CUstream stream) {
  BEGIN_BLAS(handle);
  handle->stream = stream;
  return kSuccess;
}

CUBLAS cublasGetStream_v2(Handle *handle, CUstream *stream) {
  BEGIN_BLAS(handle);
  *stream = handle->stream;
  return kSuccess;
}

// A workspace of one's own is allowed; nothing here needs one.
CUBLAS cublasSetWorkspace_v2(Handle *handle, void *, std::size_t) {
  BEGIN_BLAS(handle);
  return kSuccess;
}

CUBLAS cublasSetMathMode(Handle *handle, int mode) {
  BEGIN_BLAS(handle);
  handle->math_mode = mode;
  return kSuccess;
}

CUBLAS cublasGetMathMode(Handle *handle, int *mode) {
  BEGIN_BLAS(handle);
  *mode = handle->math_mode;
  return kSuccess;
}

CUBLAS cublasSetPointerMode_v2(Handle *handle, int mode) {
  BEGIN_BLAS(handle);
  handle->pointer_mode = mode;
  return kSuccess;
}

CUBLAS cublasGetPointerMode_v2(Handle *handle, int *mode) {
  BEGIN_BLAS(handle);
  *mode = handle->pointer_mode;
  return kSuccess;
}

CUBLAS cublasSetAtomicsMode(Handle *handle, int mode) {
  BEGIN_BLAS(handle);
  handle->atomics_mode = mode;
  return kSuccess;
}

CUBLAS cublasSgemm_v2(Handle *handle, int transpose_a, int transpose_b, int m, int n, int k, const float *alpha, float *a,
                      int lda, float *b, int ldb, const float *beta, float *c, int ldc) {
  BEGIN_BLAS(handle);
  bool ta = transpose_a != kPlain, tb = transpose_b != kPlain;
  if (transpose_a < 0 || transpose_a > kConjugate || transpose_b < 0 || transpose_b > kConjugate) return kInvalidValue;
  Matrix left{a, ta ? k : m, ta ? m : k, lda}, right{b, tb ? n : k, tb ? k : n, ldb}, out{c, m, n, ldc};
  return submit(__func__, handle, ta, tb, alpha, left, right, beta, out, k,
                [](std::size_t, std::size_t) { return true; });
}

// One triangle of C = alpha op(A) op(A)^T + beta C.
CUBLAS cublasSsyrk_v2(Handle *handle, int fill, int transpose, int n, int k, const float *alpha, float *a, int lda,
                      const float *beta, float *c, int ldc) {
  BEGIN_BLAS(handle);
  bool t = transpose != kPlain;
  if (fill != kFillLower && fill != kFillUpper) return kInvalidValue;
  Matrix in{a, t ? k : n, t ? n : k, lda}, out{c, n, n, ldc};
  bool upper = fill == kFillUpper;
  return submit(__func__, handle, t, !t, alpha, in, in, beta, out, k,
                [upper](std::size_t i, std::size_t j) { return upper ? i <= j : i >= j; });
}

extern "C" __attribute__((visibility("default"))) const char *cublasGetStatusName(int status) {
  return status == kSuccess ? "CUBLAS_STATUS_SUCCESS" : "CUBLAS_STATUS (emulated)";
}

extern "C" __attribute__((visibility("default"))) const char *cublasGetStatusString(int status) {
  return status == kSuccess ? "success" : "the emulated cuBLAS refused or failed";
}
