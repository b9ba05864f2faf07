#pragma once
#include <stddef.h>

// OpenBLAS makes a thread for each processor when it is loaded, so that it is loaded when it is first called and not
// when the program starts: nothing is linked here. Debian brings LAPACK's Fortran routines without lapacke.h; what is
// called is declared here.

// dsyevd: eigenvalues, ascending, and eigenvectors, one after the other in the place of `a`, of a symmetric matrix by
// divide and conquer (LAPACK 3.9, dsyevd.f). The last two are the lengths of `jobz` and `uplo`, which Fortran compilers
// pass for texts.
typedef void (*lapack_dsyevd)(
  const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work,
  const int *lwork, int *iwork, const int *liwork, int *info, size_t jobz_length, size_t uplo_length);

// openblas_set_num_threads: how many threads OpenBLAS takes from now on, in the whole process.
typedef void (*openblas_set_threads)(int count);
