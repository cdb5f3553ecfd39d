package io.flowork.dap.shell;

import io.flowork.dap.session.DebuggedRun;
import io.flowork.dap.session.Recorded;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs and files in memory. */
final class MemoryRuns implements Runs {
    private final Map<String, String> files = new HashMap<>();

    MemoryRuns file(String path, String text) {
        files.put(path, text);
        return this;
    }

    private record Opened(DebuggedRun run) implements Open {
        @Override
        public void close() {}
    }

    @Override
    public Open attach(Attach what) {
        String program = what.program();
        String text = program == null ? null : files.get(program);
        if (text == null) {
            throw new RefusedException("there is no run of " + program);
        }
        return new Opened(Recorded.of(text, "{'items': [1, 2, 3, 4]}").debugged(program));
    }

    @Override
    public Open launch(Launch what) {
        String text = files.get(what.program());
        if (text == null) {
            throw new RefusedException(what.program() + ": there is no such file");
        }
        JsonValue input = what.input() == null ? JsonObject.EMPTY : what.input();
        return new Opened(Recorded.of(text, input.toString()).debugged(what.program()));
    }

    @Override
    public @Nullable String text(String path) {
        return files.get(path);
    }
}
