#include "CKernels.h"

// What takes most of the time, in vectors of sixteen for processors with AVX-512: Swift compiles a module for one kind of
// processor, while a C function may name its own. Every number comes from the same operations in the same order as in
// `ProductKernels`, `RowKernels` and `UpdateRule`, so that the bits are the same.

// A product and a sum are fused where it is written, nowhere else.
#pragma STDC FP_CONTRACT OFF

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

// `is_adam` is a constant where it is called.
BLOCK void update_vector(
    int is_adam, const struct ckernels_rule *rule, float16 gradient, float *weight, float *first, float *second) {
  float16 kept = *(const float16 *)weight * rule->keep, change, divisor;
  if (is_adam) {
    float16 mean = *(const float16 *)first;
    mean = __builtin_elementwise_fma((float16)rule->fresh1, gradient - mean, mean);
    float16 square = __builtin_elementwise_fma(rule->fresh2 * gradient, gradient, rule->beta2 * *(const float16 *)second);
    *(float16 *)first = mean;
    *(float16 *)second = square;
    divisor = __builtin_elementwise_fma(
        __builtin_elementwise_sqrt(square), (float16)rule->correction2, (float16)rule->epsilon);
    change = rule->step * mean;
  } else {
    float16 sum = __builtin_elementwise_fma(gradient, gradient, *(const float16 *)first);
    *(float16 *)first = sum;
    change = rule->step * gradient;
    divisor = __builtin_elementwise_sqrt(sum) + rule->epsilon;
  }
  *(float16 *)weight = kept + change / divisor;
}

WIDE void ckernels_update(
    const struct ckernels_rule *rule, long count, float *weights, const float *gradient, float *first, float *second) {
  const struct ckernels_rule own = *rule;
#define EACH(is_adam) \
  for (long i = 0; i < count; i += 16) \
    update_vector(is_adam, &own, *(const float16 *)(gradient + i), weights + i, first + i, second + i);
  if (own.is_adam) EACH(1) else EACH(0)
#undef EACH
}

BLOCK const float *gradient_row(const struct ckernels_rows *rows, long occurrence) {
  if (rows->examples) return rows->gradients + rows->examples[occurrence] * rows->gradient_stride;
  if (rows->per_example == 1) return rows->gradients + occurrence * rows->gradient_stride;
  return rows->gradients + occurrence / rows->per_example * rows->gradient_stride
         + occurrence % rows->per_example * rows->width;
}

// `vectors` vectors of one row: its gradients are summed in registers and go on into the step.
BLOCK void update_strip(
    int is_adam, int vectors, const struct ckernels_rows *rows, const struct ckernels_rule *rule,
    const unsigned long long *keys, long count, long column, float *weights, float *first, float *second) {
  float16 sums[4];
#pragma clang loop unroll(full)
  for (int v = 0; v < vectors; v++) sums[v] = (float16)0.0f;
  for (long start = 0; start < count; start += rows->chunk) {
    long end = start + rows->chunk < count ? start + rows->chunk : count;
    float16 parts[4];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) parts[v] = (float16)0.0f;
    for (long i = start; i < end; i++) {
      long occurrence = keys[i] & 0xFFFFFFFF;
      const float *row = gradient_row(rows, occurrence) + column;
      float16 weight = (float16)(rows->weights ? rows->weights[occurrence] : 1);
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++)
        parts[v] = __builtin_elementwise_fma(weight, *(const float16 *)(row + v * 16), parts[v]);
    }
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) sums[v] += parts[v];
  }
#pragma clang loop unroll(full)
  for (int v = 0; v < vectors; v++)
    update_vector(is_adam, rule, sums[v], weights + column + v * 16, first + column + v * 16, second + column + v * 16);
}

BLOCK void ask_for_row(const float *row, long width) {
  for (long i = 0; i < width; i += 16) ckernels_prefetch_write(row + i);
}

BLOCK void update_rows(
    int is_adam, struct ckernels_rows rows, struct ckernels_rule rule, const unsigned long long *keys, const int *starts,
    long from, long to) {
  for (long r = from; r < to; r++) {
    if (r + 16 < to) {
      long next = (keys[starts[r + 16]] >> 32) * rows.stride;
      ask_for_row(rows.table + next, rows.width);
      ask_for_row(rows.first + next, rows.width);
      if (is_adam) ask_for_row(rows.second + next, rows.width);
    }
    const unsigned long long *mine = keys + starts[r];
    long count = starts[r + 1] - starts[r], place = (mine[0] >> 32) * rows.stride, column = 0;
    float *weights = rows.table + place, *first = rows.first + place, *second = is_adam ? rows.second + place : 0;
#define STRIP(vectors) update_strip(is_adam, vectors, &rows, &rule, mine, count, column, weights, first, second)
    for (; column + 64 <= rows.width; column += 64) STRIP(4);
    if (column + 32 <= rows.width) {
      STRIP(2);
      column += 32;
    }
    if (column < rows.width) STRIP(1);
#undef STRIP
  }
}

WIDE void ckernels_update_rows(
    const struct ckernels_rows *rows, const struct ckernels_rule *rule, const unsigned long long *keys, const int *starts,
    long from, long to) {
  if (rule->is_adam)
    update_rows(1, *rows, *rule, keys, starts, from, to);
  else
    update_rows(0, *rows, *rule, keys, starts, from, to);
}

// `vectors` vectors of one bag's sum.
BLOCK void pool_strip(
    int vectors, long from, long to, long end, const int *ids, const float *weights, const float *table, long stride,
    long ahead, float scale, float *y) {
  float16 sums[4];
#pragma clang loop unroll(full)
  for (int v = 0; v < vectors; v++) sums[v] = (float16)0.0f;
  for (long i = from; i < to; i++) {
    if (i + ahead < end) {
      const float *next = table + ids[i + ahead] * stride;
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) ckernels_prefetch(next + v * 16);
    }
    const float *row = table + ids[i] * stride;
    float16 weight = (float16)(weights ? weights[i] : 1);
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) sums[v] = __builtin_elementwise_fma(weight, *(const float16 *)(row + v * 16), sums[v]);
  }
#pragma clang loop unroll(full)
  for (int v = 0; v < vectors; v++) *(float16 *)(y + v * 16) = sums[v] * scale;
}

WIDE void ckernels_pool(
    long rows, const long long *offsets, const int *ids, const float *weights, const float *table, long stride, long width,
    int takes_mean, long ahead, float *y, long y_stride) {
  long end = offsets[rows];
  for (long row = 0; row < rows; row++) {
    long from = offsets[row], to = offsets[row + 1], column = 0;
    float scale = takes_mean && to > from ? 1.0f / (float)(to - from) : 1.0f, *out = y + row * y_stride;
#define STRIP(vectors) \
  pool_strip(vectors, from, to, end, ids, weights, table + column, stride, ahead, scale, out + column)
    for (; column + 64 <= width; column += 64) STRIP(4);
    if (column + 32 <= width) {
      STRIP(2);
      column += 32;
    }
    if (column < width) STRIP(1);
#undef STRIP
  }
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
void ckernels_pool(
    long rows, const long long *offsets, const int *ids, const float *weights, const float *table, long stride, long width,
    int takes_mean, long ahead, float *y, long y_stride) {}
void ckernels_update(
    const struct ckernels_rule *rule, long count, float *weights, const float *gradient, float *first, float *second) {}
void ckernels_update_rows(
    const struct ckernels_rows *rows, const struct ckernels_rule *rule, const unsigned long long *keys, const int *starts,
    long from, long to) {}
void ckernels_chains(long rounds, float *numbers) {}

#endif
