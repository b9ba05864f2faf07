#include "CKernels.h"

// The dense products of `ProductKernels` in vectors of sixteen, for processors with AVX-512: Swift compiles a module for one
// kind of processor, while a C function may name its own. Each output is the same chain of fused multiply-adds over the
// inputs as there, so that the bits are the same.

#if defined(__x86_64__)

#define WIDE __attribute__((target("avx512f")))
#define BLOCK static inline __attribute__((always_inline, target("avx512f")))

typedef float float16 __attribute__((ext_vector_type(16), aligned(4)));

int ckernels_has_wide(void) { return __builtin_cpu_supports("avx512f") != 0; }

// `rows` × `panels` vectors of outputs stay in registers; both are constants where it is called.
BLOCK void multiply_block(
    int rows, int panels, long inputs, const float *x, long xStride, const float *w, long panelStep, const float *bias,
    int fromOutput, float *y, long yStride) {
  float16 sums[12][2];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int p = 0; p < panels; p++)
      sums[r][p] = fromOutput ? *(const float16 *)(y + r * yStride + p * 16)
                   : bias     ? *(const float16 *)(bias + p * 16)
                              : (float16)0.0f;
  for (long k = 0; k < inputs; k++) {
    float16 weights[2];
#pragma clang loop unroll(full)
    for (int p = 0; p < panels; p++) weights[p] = *(const float16 *)(w + p * panelStep + k * 16);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      float16 value = (float16)x[r * xStride + k];
#pragma clang loop unroll(full)
      for (int p = 0; p < panels; p++) sums[r][p] = __builtin_elementwise_fma(value, weights[p], sums[r][p]);
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int p = 0; p < panels; p++) *(float16 *)(y + r * yStride + p * 16) = sums[r][p];
}

// One row and eight panels: eight chains beside each other hide how long an addition takes.
BLOCK void multiply_row(
    int panels, long inputs, const float *x, const float *w, long panelStep, const float *bias, int fromOutput, float *y) {
  float16 sums[8];
#pragma clang loop unroll(full)
  for (int p = 0; p < panels; p++)
    sums[p] = fromOutput ? *(const float16 *)(y + p * 16) : bias ? *(const float16 *)(bias + p * 16) : (float16)0.0f;
  for (long k = 0; k < inputs; k++) {
    float16 value = (float16)x[k];
#pragma clang loop unroll(full)
    for (int p = 0; p < panels; p++)
      sums[p] = __builtin_elementwise_fma(value, *(const float16 *)(w + p * panelStep + k * 16), sums[p]);
  }
#pragma clang loop unroll(full)
  for (int p = 0; p < panels; p++) *(float16 *)(y + p * 16) = sums[p];
}

WIDE void ckernels_multiply(
    long rows, long inputs, const float *x, long xStride, const float *panels, long panelCount, const float *bias,
    int fromOutput, float *y, long yStride) {
  long step = inputs * 16, twelve = rows / 12 * 12, six = rows / 6 * 6;
#define AT(row, panel) x + (row) * xStride, xStride, panels + (panel) * step, step, bias ? bias + (panel) * 16 : 0, \
    fromOutput, y + (row) * yStride + (panel) * 16, yStride
  long panel = 0;
  for (; panel + 2 <= panelCount; panel += 2) {
    for (long row = 0; row < twelve; row += 12) multiply_block(12, 2, inputs, AT(row, panel));
    if (twelve < six) multiply_block(6, 2, inputs, AT(twelve, panel));
  }
  if (panel < panelCount) {
    for (long row = 0; row < twelve; row += 12) multiply_block(12, 1, inputs, AT(row, panel));
    if (twelve < six) multiply_block(6, 1, inputs, AT(twelve, panel));
  }
#undef AT
  for (long row = six; row < rows; row++) {
#define AT(panel) x + row * xStride, panels + (panel) * step, step, bias ? bias + (panel) * 16 : 0, fromOutput, \
    y + row * yStride + (panel) * 16
    long panel = 0;
    for (; panel + 8 <= panelCount; panel += 8) multiply_row(8, inputs, AT(panel));
    for (; panel + 4 <= panelCount; panel += 4) multiply_row(4, inputs, AT(panel));
    for (; panel < panelCount; panel++) multiply_row(1, inputs, AT(panel));
#undef AT
  }
}

BLOCK void outer_block(int inputs, long rows, const float *x, long xStride, const float *dy, int fresh, float *g) {
  float16 sums[12];
#pragma clang loop unroll(full)
  for (int i = 0; i < inputs; i++) sums[i] = fresh ? (float16)0.0f : *(const float16 *)(g + i * 16);
  for (long row = 0; row < rows; row++) {
    float16 weights = *(const float16 *)(dy + row * 16);
#pragma clang loop unroll(full)
    for (int i = 0; i < inputs; i++)
      sums[i] = __builtin_elementwise_fma((float16)x[row * xStride + i], weights, sums[i]);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < inputs; i++) *(float16 *)(g + i * 16) = sums[i];
}

WIDE void ckernels_outer(
    long rows, long inputs, const float *x, long xStride, const float *dy, int fresh, float *gradient) {
  long input = 0;
  for (; input + 12 <= inputs; input += 12)
    outer_block(12, rows, x + input, xStride, dy, fresh, gradient + input * 16);
  for (; input < inputs; input += 6)
    outer_block(6, rows, x + input, xStride, dy, fresh, gradient + input * 16);
}

WIDE void ckernels_chains(long rounds, float *numbers) {
  float16 sums[12], x = *(const float16 *)(numbers + 192), y = *(const float16 *)(numbers + 208);
#pragma clang loop unroll(full)
  for (int i = 0; i < 12; i++) sums[i] = *(const float16 *)(numbers + i * 16);
  for (long round = 0; round < rounds; round++)
#pragma clang loop unroll(full)
    for (int i = 0; i < 12; i++) sums[i] = __builtin_elementwise_fma(x, y, sums[i]);
  for (int i = 1; i < 12; i++) sums[0] += sums[i];
  *(float16 *)numbers = sums[0];
}

#else

int ckernels_has_wide(void) { return 0; }
void ckernels_multiply(
    long rows, long inputs, const float *x, long xStride, const float *panels, long panelCount, const float *bias,
    int fromOutput, float *y, long yStride) {}
void ckernels_outer(
    long rows, long inputs, const float *x, long xStride, const float *dy, int fresh, float *gradient) {}
void ckernels_chains(long rounds, float *numbers) {}

#endif
