/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { REDRAW_MS = 100, BAR_MAX = 40 };

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number) {
    (void)signal_number;
    interrupted = 1;
}

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void cli_progress_begin(cli_progress *progress, const char *what) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_interrupt;
    action.sa_flags = (int)SA_RESETHAND; /* a second interrupt ends the program at once */
    sigaction(SIGINT, &action, NULL);
    progress->what = what;
    progress->on = isatty(STDERR_FILENO);
    progress->shown_ms = now_ms();
}

/* True if it is time to draw again. */
static int due(cli_progress *progress) {
    int64_t now = progress->on ? now_ms() : 0;
    if (!progress->on || now - progress->shown_ms < REDRAW_MS)
        return 0;
    progress->shown_ms = now;
    return 1;
}

int32_t cli_progress_rows(uint64_t bytes, uint64_t rows, void *context) {
    cli_progress *progress = context;
    if (due(progress))
        fprintf(stderr, "\r%s: %llu rows, %.1f MB\033[K", progress->what, (unsigned long long)rows,
                (double)bytes / 1e6);
    return interrupted;
}

int32_t cli_progress_share(uint64_t done, uint64_t total, void *context) {
    cli_progress *progress = context;
    if (due(progress) && total > 0) {
        struct winsize size;
        int room = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
        room -= (int)strlen(progress->what) + 12;
        int bar = room < 1 ? 0 : room > BAR_MAX ? BAR_MAX : room;
        uint64_t done_now = done < total ? done : total;
        int full = (int)((double)done_now / (double)total * bar);
        fprintf(stderr, "\r%s: [", progress->what);
        for (int i = 0; i < bar; i++)
            fputc(i < full ? '#' : '.', stderr);
        fprintf(stderr, "] %3d%%\033[K", (int)((double)done_now * 100.0 / (double)total));
    }
    return interrupted;
}

void cli_progress_end(cli_progress *progress) {
    if (progress->on)
        fputs("\r\033[K", stderr);
    signal(SIGINT, SIG_DFL);
}
