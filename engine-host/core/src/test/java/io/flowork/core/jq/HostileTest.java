package io.flowork.core.jq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What a stranger may write as an expression is stopped or answered, in a heap of 512 MiB and a stack of 256 KiB. */
class HostileTest {
    /** Processor time; wall time is somebody else's. */
    private static final long MOST_MILLIS = 30_000;

    /** What one expression may allocate in all, garbage included. */
    private static final long MOST_MEGABYTES = 16_384;

    @Test
    void everyHostileExpressionIsStoppedOrAnswered() throws IOException, InterruptedException {
        Process small = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("hostile.classpath", System.getProperty("java.class.path")),
                        Hostile.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines =
                new String(small.getInputStream().readAllBytes(), UTF_8).lines().toList();
        System.out.println("   CPU ms  MB in all  stopped by   expression");
        SoftAssertions softly = new SoftAssertions();
        for (String line : lines) {
            String[] cells = line.split("\t", 4);
            System.out.printf("%9s  %9s  %-11s  %s%n", cells[0], cells[1], cells[2], cells[3]);
            softly.assertThat(Long.parseLong(cells[0])).as(cells[3]).isLessThan(MOST_MILLIS);
            softly.assertThat(Long.parseLong(cells[1])).as(cells[3]).isLessThan(MOST_MEGABYTES);
            softly.assertThat(cells[2]).as(cells[3]).isIn("answered", "error", "refused", "steps", "bytes", "depth");
        }
        softly.assertAll();
        assertThat(small.waitFor()).as("the JVM survived").isZero();
        assertThat(lines).hasSameSizeAs(Hostile.EXPRESSIONS);
    }
}
