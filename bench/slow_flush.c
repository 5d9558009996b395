/* A disk that takes YUANBA_FLUSH_US microseconds longer for a flush: preloaded into a PostgreSQL of the bench's own. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

int fdatasync(int file)
{
    static int (*flush)(int);
    static useconds_t longer;
    if (!flush) {
        const char *given = getenv("YUANBA_FLUSH_US");
        longer = given ? (useconds_t)atoi(given) : 0;
        flush = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    }
    usleep(longer);
    return flush(file);
}
