package io.flowork.host.debug;

import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;
import io.flowork.api.HeldRun;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.api.RunListRequest;
import io.flowork.api.RunSummary;
import io.flowork.api.remote.Backoff;
import io.flowork.api.remote.RemoteAccess;
import io.flowork.dap.remote.Edge;
import io.flowork.dap.remote.RemoteRun;
import io.flowork.dap.remote.RunListener;
import io.flowork.dap.session.Children;
import io.flowork.dap.session.DebuggedRun;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import io.flowork.grammar.text.SourceText;
import io.flowork.runtime.RunIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The runs of an engine, for debuggers: they are read and followed, and do not notice. */
public final class EngineRuns implements Runs {
    private static final System.Logger LOG = System.getLogger(EngineRuns.class.getName());
    private static final long PATIENCE_SECONDS = 30;
    private static final int CANDIDATES = 10;

    private final RemoteAccess engine;

    /** The runs of an engine. */
    public EngineRuns(RemoteAccess engine) {
        this.engine = engine;
    }

    /** A run that is followed, and those that it started and that were followed too. */
    private record Followed(RemoteRun remote, DebuggedRun run, List<Open> started) implements Open {
        @Override
        public boolean isHere() {
            return false;
        }

        @Override
        public void close() {
            started.forEach(Open::close);
            remote.close();
        }
    }

    /** Nobody is told of what comes: whoever steps looks whether there is more. */
    private record Quiet(String run) implements RunListener {
        @Override
        public void moved(Edge edge) {
            LOG.log(System.Logger.Level.DEBUG, "the run {0}: {1}", run, edge);
        }

        @Override
        public void forgotten() {
            LOG.log(System.Logger.Level.WARNING, "The run {0} is another one than was read; attach to it again", run);
        }

        @Override
        public void held(HeldRun held) {
            LOG.log(System.Logger.Level.DEBUG, "the run {0} is held: {1}", run, held);
        }
    }

    @Override
    public Open attach(Attach what) {
        try {
            String id = id(what.run());
            return followed(id, what.program());
        } catch (ProblemException e) {
            throw new RefusedException(e.problem().detail());
        }
    }

    private Open followed(String id, @Nullable String path) {
        RemoteRun remote = RemoteRun.open(engine, id, null, new Quiet(id), new Backoff(new Random()));
        SourceText text = SourceText.of(
                "workflow." + remote.text().format(), remote.text().text());
        List<Open> started = new ArrayList<>();
        Children children = effect -> {
            try {
                Open child = followed(RunIds.ofEffect(effect.key()), null);
                started.add(child);
                return child;
            } catch (ProblemException e) {
                throw new RefusedException(e.problem().detail());
            }
        };
        return new Followed(remote, new DebuggedRun(id, remote, text, path, children), started);
    }

    /** The run that somebody means: the newest one, or the only one whose id begins so. */
    private String id(@Nullable String beginning) {
        String prefix = beginning == null || beginning.equals("last") ? "" : beginning;
        boolean newest = prefix.isEmpty();
        RunListRequest request = new RunListRequest(
                List.of(), null, null, null, null, newest ? null : prefix, null, null, null, CANDIDATES);
        try (EngineSession session = engine.open(EngineClient.NONE)) {
            List<RunSummary> runs = session.listRuns(request).get(PATIENCE_SECONDS, TimeUnit.SECONDS).runs().stream()
                    .filter(run -> run.runId().startsWith(prefix))
                    .toList();
            if (runs.isEmpty()) {
                throw new RefusedException(newest ? "the engine has no runs yet" : "there is no run " + prefix);
            }
            if (!newest && runs.size() > 1) {
                throw new RefusedException("'" + prefix + "' is the beginning of several runs: give more of it");
            }
            return runs.getFirst().runId();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ProblemException problem
                    ? problem
                    : new ProblemException(Kind.UNAVAILABLE.of("The engine did not answer: " + e.getCause()), e);
        } catch (TimeoutException e) {
            throw new ProblemException(Kind.UNAVAILABLE.of("The engine does not answer"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Kind.UNAVAILABLE.of("Nobody waits for the engine any more"), e);
        }
    }

    @Override
    public Open launch(Launch what, BooleanSupplier stop) {
        throw new RefusedException(
                "Nothing is launched here: start the run with 'flowork runs start' or over HTTP, and 'attach' to it");
    }

    @Override
    public @Nullable String text(String path) {
        return null; // the client's files are not the engine's
    }
}
