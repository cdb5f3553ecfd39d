package io.flowork.store;

import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import java.util.List;
import java.util.stream.LongStream;

/** Programs, runs and entries for tests. */
public final class Fixtures {
    /** A program that every test may store. */
    public static final StoredProgram HELLO =
            StoredProgram.of("examples", "hello", "1.0.0", "yaml", "document: { dsl: 1.0.3 } # grüße\n");

    private Fixtures() {}

    /** Creates a run of {@link #HELLO}. */
    public static Write.CreateRun createRun(String run) {
        return createRun(run, 1_000);
    }

    /** Creates a run of {@link #HELLO} at a time. */
    public static Write.CreateRun createRun(String run, long time) {
        return new Write.CreateRun(run, HELLO.hash(), Status.RUNNING, 1, time, JsonObject.EMPTY, null);
    }

    /** An entry with a small payload. */
    public static JournalEntry entry(long seq) {
        return entry(seq, JsonObject.of("n", JsonNumber.of(seq), "text", JsonString.of("entry " + seq)));
    }

    /** An entry with a payload. */
    public static JournalEntry entry(long seq, JsonObject payload) {
        return new JournalEntry(seq, seq * 3, 1_000 + seq, seq == 0 ? "started" : "completed", payload, ~seq);
    }

    /** Small entries from one number to before another. */
    public static List<JournalEntry> entries(long from, long to) {
        return LongStream.range(from, to).mapToObj(Fixtures::entry).toList();
    }

    /** Appends to branch 0. */
    public static Write.Append append(String run, JournalEntry... entries) {
        return new Write.Append(run, 0, List.of(entries));
    }

    /** Appends to branch 0. */
    public static Write.Append append(String run, List<JournalEntry> entries) {
        return new Write.Append(run, 0, entries);
    }

    /** A list of so many orders. */
    public static JsonArray orders(int count) {
        JsonArray.Builder orders = new JsonArray.Builder();
        for (int i = 0; i < count; i++) {
            orders.add(order(i));
        }
        return orders.build();
    }

    /** One order. */
    public static JsonObject order(int i) {
        return JsonObject.of("id", JsonNumber.of(i * 7919L), "item", JsonString.of("item-" + (i * 31L) % 1009));
    }
}
