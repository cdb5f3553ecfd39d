package io.flowork.host.debug;

import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.api.RunListRequest;
import io.flowork.api.RunSummary;
import io.flowork.api.remote.Backoff;
import io.flowork.api.remote.RemoteAccess;
import io.flowork.dap.remote.RemoteLive;
import io.flowork.dap.remote.RemoteRun;
import io.flowork.dap.session.Children;
import io.flowork.dap.session.DebuggedRun;
import io.flowork.dap.session.Live;
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
import org.jspecify.annotations.Nullable;

/** The runs of an engine, for debuggers: they are read and followed, and do not notice until somebody takes control. */
public final class EngineRuns implements Runs {
    private static final long PATIENCE_SECONDS = 30;
    private static final int CANDIDATES = 10;

    private final RemoteAccess engine;

    /** The runs of an engine. */
    public EngineRuns(RemoteAccess engine) {
        this.engine = engine;
    }

    /** A run that is followed, and held once that is asked for, and those that it started and that were followed too. */
    private record Followed(RemoteRun remote, Live live, DebuggedRun run, List<Open> started) implements Open {
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
        RemoteLive.News news = new RemoteLive.News();
        RemoteRun remote = RemoteRun.open(engine, id, null, news, new Backoff(new Random()));
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
        Live live = new RemoteLive(remote, news, System.getProperty("user.name"));
        return new Followed(remote, live, new DebuggedRun(id, remote, text, path, children), started);
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
    public Open launch(Launch what) {
        throw new RefusedException(
                "Nothing is launched here: start the run with 'flowork runs start' or over HTTP, and 'attach' to it");
    }

    @Override
    public @Nullable String text(String path) {
        return null; // the client's files are not the engine's
    }
}
