package io.flowork.properties;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * A run comes out the same on every host: invariant I1 of the debugger, for the state after every step and every input.
 * {@code -Dseed=N} and {@code -Dproperties.runs=N} as in {@link RunPropertiesTest}, up to 60 of them.
 */
class ForeignHostTest {
    private static final long RUNS = Math.min(RunPropertiesTest.RUNS, 60);

    @Test
    void theSameHashesInAnotherLocaleTimeZoneAndHashOrder() throws IOException, InterruptedException {
        List<String> here = LongStream.range(RunPropertiesTest.SEED, RunPropertiesTest.SEED + RUNS)
                .mapToObj(seed -> ForeignHost.line(RandomRun.of(seed)))
                .toList();
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.language=tr",
                        "-Duser.country=TR",
                        "-Duser.timezone=Asia/Kathmandu",
                        "-Dfile.encoding=ISO-8859-9",
                        "-Dstdout.encoding=UTF-8",
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:hashCode=3",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ForeignHost.class.getName(),
                        Long.toString(RunPropertiesTest.SEED),
                        Long.toString(RunPropertiesTest.SEED + RUNS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String there = new String(other.getInputStream().readAllBytes(), UTF_8);
        assertThat(other.waitFor()).as("the exit code of the other Java").isZero();
        assertThat(there.lines().toList()).isEqualTo(here);
    }
}
