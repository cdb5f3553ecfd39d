package io.flowork.host.command;

import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;
import io.flowork.api.HeldRun;
import io.flowork.api.ProblemException;
import io.flowork.api.RunListRequest;
import io.flowork.api.RunProgram;
import io.flowork.api.RunSummary;
import io.flowork.api.remote.Backoff;
import io.flowork.api.remote.RemoteAccess;
import io.flowork.api.remote.WebSocketAccess;
import io.flowork.dap.remote.Edge;
import io.flowork.dap.remote.RemoteRun;
import io.flowork.dap.remote.RunListener;
import io.flowork.dap.session.RefusedException;
import io.flowork.gateway.TokenFile;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.host.config.Configuration;
import io.flowork.host.config.Setting;
import io.flowork.host.config.SettingKey;
import io.flowork.host.serve.DataFolder;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.FileText;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs of engines elsewhere, for debuggers: they are followed and read, and do not notice. */
final class EngineRuns {
    /** The variable with what callers of an engine must know. */
    static final String TOKEN = "FLOWORK_TOKEN";

    private static final int LOOKED_AT = 1_000;
    private static final long PATIENCE_SECONDS = 20;

    /** A debugger asks for what there is when somebody moves. */
    private static final RunListener QUIET = new RunListener() {
        @Override
        public void moved(Edge edge) {}

        @Override
        public void forgotten() {}

        @Override
        public void held(HeldRun run) {}
    };

    private final Surroundings surroundings;

    EngineRuns(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Opens a run.
     *
     * @param engine the address of the engine's gateway
     * @param run the run's id or the beginning of it; null or {@code last} for the newest one
     * @param workflow whose newest run is meant; null for any
     */
    RemoteRun open(String engine, @Nullable String run, @Nullable Workflow workflow) {
        RemoteAccess access = access(engine);
        return RemoteRun.open(access, id(access, run, workflow), null, QUIET, new Backoff(new SecureRandom()));
    }

    private RemoteAccess access(String engine) {
        try {
            return new WebSocketAccess(URI.create(engine), this::token);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    /** What the variable says, else what an engine of this machine has written down. */
    private String token() {
        String given = surroundings.variable(TOKEN);
        if (given != null) {
            return given.strip();
        }
        Setting named = Configuration.of(surroundings).one(SettingKey.SERVE_DATA, null, SettingKey.SERVE_DATA.key());
        Path data = named == null ? DataFolder.usual(surroundings) : surroundings.path(named.value());
        Path file = data.resolve(TokenFile.NAME);
        return FileText.read(file, file.toString()).strip();
    }

    private static String id(RemoteAccess access, @Nullable String run, @Nullable Workflow workflow) {
        try (EngineSession session = access.open(EngineClient.NONE)) {
            List<RunSummary> runs = session.listRuns(new RunListRequest(
                            List.of(),
                            workflow == null ? null : workflow.namespace(),
                            workflow == null ? null : workflow.name(),
                            null,
                            null,
                            LOOKED_AT))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .runs();
            String begun = run == null || run.equals("last") ? "" : run;
            List<String> fitting = runs.stream()
                    .map(RunSummary::runId)
                    .filter(id -> id.startsWith(begun))
                    .toList();
            if (!begun.isEmpty() && fitting.size() > 1) {
                throw new RefusedException("'" + run + "' is the beginning of several runs of the engine; write more of it");
            }
            if (fitting.isEmpty() && begun.isEmpty()) {
                throw new RefusedException("The engine has no runs" + (workflow == null ? "" : " of this workflow") + " yet");
            }
            return fitting.isEmpty() ? begun : fitting.getFirst(); // an older one is asked for by its whole id
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ProblemException problem
                    ? problem
                    : new RefusedException("The engine did not answer: " + e.getCause());
        } catch (TimeoutException e) {
            throw new RefusedException("The engine did not answer within " + PATIENCE_SECONDS + " seconds");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("Nobody waits for the engine any more");
        }
    }

    /** The text of a run's program, called by the workflow's name. */
    static SourceText source(RunProgram program) {
        return SourceText.of(program.workflow().name() + ".flow." + program.format(), program.text());
    }
}
