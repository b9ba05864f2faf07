#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

/// Calls of malloc and its kin that this thread has made; -1 where they cannot be counted.
long callocations_count(void);

#endif
