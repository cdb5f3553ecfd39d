package io.flowork.runtime.service;

import io.flowork.api.Problem.Kind;
import io.flowork.api.StartRequest;
import io.flowork.grammar.json.JsonObject;
import io.flowork.store.Store;
import io.flowork.store.StoredCommand;
import io.flowork.store.Write;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does commands that have an id once: what is answered is stored in the transaction of the effect, so the same command gets the
 * same answer however often it comes, also after a crash. Two that come at once are done one after the other.
 */
final class Once {
    private static final int LOCKS = 64;

    private final Store store;
    private final Object[] locks = new Object[LOCKS];

    Once(Store store) {
        this.store = store;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    /** What a command does. */
    interface Work<T> {
        /**
         * Does it.
         *
         * @param answered what is to be stored together with the effect, by what is answered; null if the command has no id
         */
        T go(@Nullable Function<JsonObject, StoredCommand> answered) throws InterruptedException;
    }

    /** How answers are kept. */
    interface Kept<T> {
        /** What is kept of an answer. */
        JsonObject of(T answer);

        /** The answer to a command that was done. */
        T again(JsonObject kept);
    }

    /**
     * Does a command, unless it was done before.
     *
     * @param run the run that it is given to
     * @param id its id among those to the run; null if it is never repeated
     * @param asked what it is: another one may not have its id
     * @throws io.flowork.api.ProblemException if the id cannot be one, or was used for another command
     */
    <T> T run(String run, @Nullable String id, JsonObject asked, Kept<T> kept, Work<T> work)
            throws InterruptedException {
        if (id == null) {
            return work.go(null);
        }
        if (id.isEmpty() || id.length() > StartRequest.LONGEST_KEY) {
            throw Kind.INVALID_REQUEST.because("The id of a command has 1 to " + StartRequest.LONGEST_KEY
                    + " characters; this one has " + id.length());
        }
        synchronized (locks[Math.floorMod(run.hashCode() ^ id.hashCode(), LOCKS)]) {
            Optional<StoredCommand> before = store.command(run, id);
            if (before.isPresent()) {
                return again(before.get(), asked, kept);
            }
            T result = work.go(answer -> new StoredCommand(run, id, asked, answer));
            Optional<StoredCommand> stored = store.command(run, id);
            if (stored.isEmpty()) { // there was nothing to do
                store.write(new Write.PutCommand(new StoredCommand(run, id, asked, kept.of(result))));
                return result;
            }
            return again(stored.get(), asked, kept);
        }
    }

    private static <T> T again(StoredCommand stored, JsonObject asked, Kept<T> kept) {
        if (!stored.request().equals(asked)) {
            throw Kind.INVALID_CONTENT.because("The command id '%s' was used before, for %s. Use a new id"
                    .formatted(stored.id(), stored.request()));
        }
        return kept.again(stored.answer());
    }
}
