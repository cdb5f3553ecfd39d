package io.flowork.functions.process;

import io.flowork.functions.script.ScriptLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the owner of the engine decides about processes.
 *
 * @param time how long a process may run
 * @param memoryBytes how much memory a process may have, in bytes: its data segment, set by {@code ulimit -d}
 * @param outputBytes how much it may print to its output and to its errors, in bytes each
 * @param environment the engine's environment
 * @param passedOn the names of the engine's variables that a process sees
 * @param python the Python interpreter: a path, or a name on the {@code PATH}
 * @param container the program that runs containers: a path, or a name on the {@code PATH}; the first of several
 * @param script what a script in the sandbox may use
 */
public record ProcessSettings(
        Duration time,
        long memoryBytes,
        int outputBytes,
        Map<String, String> environment,
        List<String> passedOn,
        List<String> python,
        List<String> container,
        ScriptLimits script) {

    /** Copies the lists. */
    public ProcessSettings {
        environment = Map.copyOf(environment);
        passedOn = List.copyOf(passedOn);
        python = List.copyOf(python);
        container = List.copyOf(container);
    }

    /**
     * Ten minutes, 2 GiB, 16 MiB; {@code PATH} and {@code LANG}; {@code python3} or {@code python}; {@code docker} or
     * {@code podman}.
     */
    public static ProcessSettings of(Map<String, String> environment) {
        return new ProcessSettings(
                Duration.ofMinutes(10),
                2L << 30,
                16 << 20,
                environment,
                List.of("PATH", "LANG"),
                List.of("python3", "python"),
                List.of("docker", "podman"),
                ScriptLimits.DEFAULT);
    }

    /** These settings with other limits for processes. */
    public ProcessSettings limitedTo(Duration longest, long memory, int output) {
        return new ProcessSettings(longest, memory, output, environment, passedOn, python, container, script);
    }

    /** These settings with other limits for scripts in the sandbox. */
    public ProcessSettings scripts(ScriptLimits limits) {
        return new ProcessSettings(time, memoryBytes, outputBytes, environment, passedOn, python, container, limits);
    }

    /** These settings with other programs. */
    public ProcessSettings programs(List<String> names, List<String> interpreter, List<String> containers) {
        return new ProcessSettings(time, memoryBytes, outputBytes, environment, names, interpreter, containers, script);
    }
}
