package io.flowork.host.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.host.serve.Processes;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A JVM with the language server's collector, with and without somebody who watches its heap. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HeapWatchTest {
    private static final int MEGABYTE = 1 << 20;

    /** A program that needs some megabytes and leaves many; says how many of them were in use at most. */
    static final class Wasteful {
        private static final int NEEDED = 20;
        private static final int COLLECTIONS = 4;

        private Wasteful() {}

        /** Takes whether its heap is watched. */
        public static void main(String[] args) {
            if (Boolean.parseBoolean(args[0])) {
                HeapWatch.watch();
            }
            MemoryPoolMXBean old = ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
                    .findFirst()
                    .orElseThrow();
            GarbageCollectorMXBean collector = ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .filter(each -> List.of(each.getMemoryPoolNames()).contains(old.getName()))
                    .findFirst()
                    .orElseThrow();
            Deque<byte[]> needed = new ArrayDeque<>();
            long most = 0;
            while (collector.getCollectionCount() < COLLECTIONS) {
                needed.add(new byte[MEGABYTE]); // outlives the young generation, which is smaller than what is needed
                if (needed.size() > NEEDED) {
                    needed.remove();
                }
                most = Math.max(most, old.getUsage().getUsed());
            }
            System.out.println(most / MEGABYTE);
        }
    }

    private static int most(boolean watched) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Processes.command());
        command.removeLast();
        command.addAll(1, List.of("-Xmx800m", "-Xmn8m"));
        command.addAll(List.of(Wasteful.class.getName(), Boolean.toString(watched)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(out).isZero();
            return Integer.parseInt(out.strip());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void garbageIsCollectedLongBeforeTheHeapIsFull() throws Exception {
        assertThat(most(false)).as("nobody watches: megabytes of 792").isGreaterThan(700);
        assertThat(most(true)).as("watched, with 20 megabytes in need").isLessThan(400);
    }
}
