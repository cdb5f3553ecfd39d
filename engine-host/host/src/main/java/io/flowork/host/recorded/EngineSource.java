package io.flowork.host.recorded;

import io.flowork.api.EngineAccess;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;
import io.flowork.api.JournalItem;
import io.flowork.api.JournalRequest;
import io.flowork.api.ProblemException;
import io.flowork.api.RunListRequest;
import io.flowork.api.RunProgram;
import io.flowork.api.RunRef;
import io.flowork.api.RunStatus;
import io.flowork.api.RunSummary;
import io.flowork.api.remote.Replies;
import io.flowork.core.journal.JournalEntry;
import io.flowork.grammar.json.JsonObject;
import io.flowork.lsp.recorded.PastRun;
import io.flowork.store.StoredProgram;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The runs of an engine that is at work, asked through its interface. */
final class EngineSource implements RunSource {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EngineSession engine;

    /**
     * The runs of an engine.
     *
     * @throws ProblemException if there is none, or it does not answer
     */
    EngineSource(EngineAccess access) {
        this.engine = access.open(EngineClient.NONE);
    }

    private static <T> T answer(CompletableFuture<T> asked) {
        return Replies.await(asked, PATIENCE);
    }

    @Override
    public List<PastRun> runs(String namespace, String name, int most) {
        return answer(engine.listRuns(new RunListRequest(List.of(), namespace, name, null, null, most))).runs().stream()
                .map(EngineSource::run)
                .toList();
    }

    private static PastRun run(RunSummary run) {
        Instant started = run.startedAt();
        Instant ended = run.endedAt();
        return new PastRun(
                run.runId(),
                String.valueOf(run.workflow().version()),
                outcome(run.status()),
                run.createdAt(),
                started == null || ended == null
                        ? null
                        : Long.valueOf(Duration.between(started, ended).toMillis()));
    }

    private static PastRun.Outcome outcome(RunStatus status) {
        return switch (status) {
            case COMPLETED -> PastRun.Outcome.COMPLETED;
            case FAULTED -> PastRun.Outcome.FAULTED;
            case CANCELLED -> PastRun.Outcome.CANCELLED;
            case PENDING, RUNNING, WAITING, SUSPENDED -> PastRun.Outcome.UNFINISHED;
        };
    }

    @Override
    public Optional<StoredProgram> program(PastRun run) {
        try {
            RunProgram program = answer(engine.program(new RunRef(run.id())));
            return Optional.of(new StoredProgram(
                    program.hash(),
                    program.workflow().namespace(),
                    program.workflow().name(),
                    run.version(),
                    program.format(),
                    program.text()));
        } catch (ProblemException e) {
            if (!engine.isOpen()) {
                throw e;
            }
            return Optional.empty(); // a workflow that this version cannot read, for one
        }
    }

    @Override
    public List<JournalEntry> entries(PastRun run, long from, int most) {
        List<JournalItem> items;
        try {
            Long after = from == 0 ? null : Long.valueOf(from - 1);
            items = answer(engine.journal(new JournalRequest(run.id(), null, after, most)))
                    .entries();
        } catch (ProblemException e) {
            throw engine.isOpen() ? new GapException(e) : e;
        }
        List<JournalEntry> entries = new ArrayList<>();
        for (JournalItem item : items) {
            entries.add(new JournalEntry(
                    item.seq(),
                    item.t(),
                    item.time().toEpochMilli(),
                    item.kind(),
                    item.payload() instanceof JsonObject payload ? payload : JsonObject.EMPTY,
                    Long.parseUnsignedLong(item.stateHash(), 16)));
        }
        return entries;
    }

    @Override
    public void close() {
        engine.close();
    }
}
