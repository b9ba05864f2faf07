#include "CAllocations.h"

// A sanitizer puts its own names in their place.
#if defined(__gnu_linux__) && !__has_feature(thread_sanitizer) && !__has_feature(address_sanitizer)
#include <errno.h>
#include <stddef.h>

// Standing in for the C library's own names, which hand the work on to it.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static __thread long count __attribute__((tls_model("initial-exec")));

void *malloc(size_t size) {
  count++;
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count++;
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  count++;
  return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count++;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  count++;
  void *memory = __libc_memalign(alignment, size);
  if (!memory) return ENOMEM;
  *result = memory;
  return 0;
}

long callocations_count(void) { return count; }
#else
long callocations_count(void) { return -1; }
#endif
