package io.flowork.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bench/run is a script for bash")
class StartupTest {
    private static final String BUSY = "for ((i = 0; i < 20000; i++)); do :; done";

    @TempDir
    Path directory;

    @Test
    void processorTimeOfAnEndedProcessIsKnown() throws Exception {
        List<Startup.Result> results = new Startup(2)
                .measure(
                        directory,
                        List.of(
                                new Startup.Command("busy", List.of("bash", "-c", BUSY)),
                                new Startup.Command("idle", List.of("sleep", "0.05"))),
                        text -> {});

        assertThat(results).extracting(Startup.Result::name).containsExactly("busy", "idle");
        assertThat(results.get(0).cpuSeconds()).hasSize(2);
        assertThat(Spread.of(results.get(0).cpuSeconds()).min()).isPositive();
        assertThat(Spread.of(results.get(1).wallSeconds()).min()).isGreaterThanOrEqualTo(0.05);
        assertThat(Spread.of(results.get(1).cpuSeconds()).max()).isLessThan(0.05);
    }

    @Test
    void eachCommandRunsOnceUnmeasuredThenInTurns() throws Exception {
        List<String> told = new ArrayList<>();
        Path log = directory.resolve("log");
        new Startup(2).measure(directory, List.of(appends("a", log), appends("b", log)), told::add);

        assertThat(log).hasContent("a\nb\na\nb\nb\na\n");
        assertThat(told).endsWith("start 2 of 2");
    }

    @Test
    void aFailingCommandIsNoMeasurement() {
        var failing = new Startup.Command("failing", List.of("bash", "-c", "echo no such workflow >&2; exit 3"));

        assertThatThrownBy(() -> new Startup(1).measure(directory, List.of(failing), text -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("exit code 3", "no such workflow");
    }

    private static Startup.Command appends(String letter, Path log) {
        return new Startup.Command(letter, List.of("bash", "-c", "echo " + letter + " >>" + log));
    }
}
