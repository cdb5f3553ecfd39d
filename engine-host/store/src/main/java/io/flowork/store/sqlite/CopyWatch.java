package io.flowork.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells how large a copy is, while it is made. */
final class CopyWatch implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread;

    CopyWatch(Path from, Path to, Backups.Progress progress) {
        thread = Thread.ofVirtual().start(() -> {
            try {
                while (!done.await(1, TimeUnit.SECONDS)) {
                    progress.copied(Files.size(to), Files.size(from));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                System.getLogger(CopyWatch.class.getName())
                        .log(System.Logger.Level.DEBUG, "how far it is cannot be told", e);
            }
        });
    }

    @Override
    public void close() {
        done.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
