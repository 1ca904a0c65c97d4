package dev.understudy.watch;

import java.util.concurrent.Executor;

/** What all loops share. */
record LoopTools(
    Executor workers, Executor hostWorkers, Timings timings, Moments moments, Lateness lateness) {}
