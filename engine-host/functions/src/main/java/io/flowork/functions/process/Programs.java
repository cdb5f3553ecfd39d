package io.flowork.functions.process;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds programs as a shell does. */
final class Programs {
    private Programs() {}

    /** The first program there is: each a path, or a name on the {@code PATH} of an environment; null if none is. */
    static @Nullable Path first(List<String> programs, Map<String, String> environment) {
        for (String program : programs) {
            Path found = find(program, environment);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Path find(String program, Map<String, String> environment) {
        if (program.indexOf('/') >= 0 || program.indexOf(File.separatorChar) >= 0) {
            File file = new File(program);
            return file.isFile() && file.canExecute() ? file.toPath().toAbsolutePath() : null;
        }
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            for (String suffix : List.of("", ".exe")) {
                File file = new File(folder, program + suffix);
                if (!folder.isEmpty() && file.isFile() && file.canExecute()) {
                    return file.toPath();
                }
            }
        }
        return null;
    }
}
