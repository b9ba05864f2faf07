// Header-only shims for what Swift's SIMD types do not compile to one instruction, and for what the C library's Swift
// module leaves out. Anything that can be written in Swift is written in Swift.
#ifndef CKERNELS_H
#define CKERNELS_H

#if defined(__linux__)
#include <malloc.h>
#endif

typedef float ckernels_float8 __attribute__((ext_vector_type(8)));

/// Square root of eight lanes, correctly rounded (`SIMD8<Float>.squareRoot()` compiles to scalar code).
static inline __attribute__((always_inline)) ckernels_float8 ckernels_sqrt8(ckernels_float8 x) {
  return __builtin_elementwise_sqrt(x);
}

/// Asks for the cache line at `p`, soon to be read.
static inline __attribute__((always_inline)) void ckernels_prefetch(const void *p) {
  __builtin_prefetch(p, 0, 3);
}

/// Asks for the cache line at `p`, soon to be written.
static inline __attribute__((always_inline)) void ckernels_prefetch_write(const void *p) {
  __builtin_prefetch(p, 1, 3);
}

/// Tells the processor that the caller spins.
static inline __attribute__((always_inline)) void ckernels_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Gives memory that was freed back to the system, where the allocator can.
static inline void ckernels_trim(void) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

/// Has arrays of 128 KB and more taken from the system one by one, and given back when they are freed. The allocator begins
/// so, but takes ever larger ones from its heap, where others keep what was freed from being given back.
static inline void ckernels_give_back_arrays(void) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 128 << 10);
#endif
}

/// Whether this processor has vectors of sixteen numbers (AVX-512): only then may what stands below be called.
int ckernels_has_wide(void);

/// `ProductKernels.multiply`, sixteen units at a time; `bias` may be null.
void ckernels_multiply(
    long rows, long inputs, const float *x, long xStride, const float *panels, long panelCount, const float *bias,
    int fromOutput, float *y, long yStride);

/// One pass of `ProductKernels.outer`, sixteen units at a time.
void ckernels_outer(
    long rows, long inputs, const float *x, long xStride, const float *dy, int fresh, float *gradient);

/// `RowKernels.pool` of rows of 16, 32, 48 … numbers, which asks for them `ahead` of their turn.
void ckernels_pool(
    long rows, const long long *offsets, const int *ids, const float *weights, const float *table, long stride, long width,
    int takes_mean, long ahead, float *y, long y_stride);

/// A step of Adagrad or Adam, as `UpdateRule` has it.
struct ckernels_rule {
  int is_adam;
  /// −η, for Adam with the first moment's correction.
  float step;
  float keep, epsilon;
  /// 1 − β₁, β₂, 1 − β₂ and the second moment's correction.
  float fresh1, beta2, fresh2, correction2;
};

/// `UpdateRule.apply` for Adagrad and Adam; `count` is a multiple of 16.
void ckernels_update(
    const struct ckernels_rule *rule, long count, float *weights, const float *gradient, float *first, float *second);

/// The table and the gradients of an embedding that is used once: `RowKernels.RowUpdate` and its `GradientRows`.
struct ckernels_rows {
  float *table, *first, *second;
  /// `width` is a multiple of 16.
  long width, stride;
  const float *gradients;
  long gradient_stride, per_example;
  const int *examples;
  const float *weights;
  /// Occurrences that are summed before their sum joins the total.
  long chunk;
};

/// `RowKernels.update` of the distinct rows `from` up to `to`, for Adagrad and Adam: gradients never leave registers.
void ckernels_update_rows(
    const struct ckernels_rows *rows, const struct ckernels_rule *rule, const unsigned long long *keys, const int *starts,
    long from, long to);

/// Twelve chains of fused multiply-adds in registers, `rounds` long, each of sixteen numbers; their sum goes to `numbers`, of
/// which the first 224 are read. What benchmarks hold products against.
void ckernels_chains(long rounds, float *numbers);

#endif
