package io.flowork.store.sqlite;

import io.flowork.store.Fixtures;
import io.flowork.store.Write;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process that appends to several runs until it is killed, and says which entries were acknowledged. */
final class Appender {
    private static final int THREADS = 4;

    private Appender() {}

    /** Arguments: the store's folder, and a name for the runs. */
    public static void main(String[] args) throws InterruptedException {
        SqliteStore store = SqliteStore.open(Path.of(args[0]));
        store.write(new Write.PutProgram(Fixtures.HELLO));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            String run = args[1] + "-" + i;
            threads[i] = Thread.startVirtualThread(() -> {
                store.write(Fixtures.createRun(run));
                for (long seq = 0; ; seq += 2) {
                    store.write(Fixtures.append(run, List.of(Fixtures.entry(seq), Fixtures.entry(seq + 1))));
                    out.println(run + " " + (seq + 2) + ";");
                }
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
