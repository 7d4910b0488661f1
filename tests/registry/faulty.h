/* SPDX-License-Identifier: MIT */
/* A store that works like another, except that one call can be made to fail. One at a time in a program. */
#ifndef TESTS_REGISTRY_FAULTY_H
#define TESTS_REGISTRY_FAULTY_H

#include <numberreg/extend/store.h>

typedef struct faulty {
    uint32_t calls;   /* of any function so far */
    uint32_t fail_at; /* this call fails; 0 for none */
    uint32_t times;   /* and so many after it */
    nreg_code code;
    int after;            /* a commit takes effect before it fails */
    void (*inside)(void); /* called from inside `begin` */
} faulty;

extern faulty faults;

/* Counting begins anew. */
void faulty_reset(void);

/* A store on top of `base`, which must outlive it. */
nreg_code faulty_store(nreg_store *base, nreg_store **store, nreg_error *error);

#endif
