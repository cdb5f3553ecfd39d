package io.flowork.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The processor time of this process: of all its threads, the garbage collector's and the compiler's too. */
final class CpuClock {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private CpuClock() {}

    /** Nanoseconds since the process started. On Linux it advances in ticks of 10 ms. */
    static long nanos() {
        long nanos = SYSTEM.getProcessCpuTime();
        if (nanos < 0) {
            throw new IllegalStateException("This platform does not tell the processor time of a process");
        }
        return nanos;
    }
}
