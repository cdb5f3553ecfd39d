package io.flowork.dap.remote;

import io.flowork.api.JournalItem;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.api.remote.Replies;
import io.flowork.core.journal.JournalEntry;
import io.flowork.grammar.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What an engine answers. */
final class Answers {
    /** The status of a problem that may be over in a moment. */
    static final int UNAVAILABLE = 503;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Answers() {}

    /**
     * Waits for an answer.
     *
     * @throws ProblemException if there is none, with the reason
     */
    static <T> T of(CompletableFuture<T> asked) {
        return Replies.await(asked, PATIENCE);
    }

    static List<JournalEntry> entries(List<JournalItem> items) {
        return items.stream().map(Answers::entry).toList();
    }

    static JournalEntry entry(JournalItem item) {
        if (!(item.payload() instanceof JsonObject payload)) {
            throw Kind.INTERNAL.because("The engine gives an entry without its payload: " + item.seq());
        }
        return new JournalEntry(
                item.seq(),
                item.t(),
                item.time().toEpochMilli(),
                item.kind(),
                payload,
                Long.parseUnsignedLong(item.stateHash(), 16));
    }
}
