package io.flowork.store;

import io.flowork.core.codec.CodecException;
import io.flowork.core.codec.ValueCodec;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is left out of a recording: what is at given paths, and the same values wherever else they are. A payload that has
 * one of them is erased with its salt, so the commitment that stays says nothing about it and every hash still verifies.
 */
public final class Redaction {
    /** What stands where the data of a run was. */
    public static final JsonString MARK = JsonString.of("redacted");

    /** A shorter value is in too much else to be looked for. */
    private static final int SHORTEST = 4;

    private final List<List<String>> paths = new ArrayList<>();
    private final Set<String> values = new TreeSet<>();
    private long erased;

    /**
     * A redaction.
     *
     * @param paths keys with dots between them, such as {@code card.number}: at any depth of any value, through arrays too
     * @throws IllegalArgumentException if one is empty
     */
    public Redaction(List<String> paths) {
        for (String path : paths) {
            String keys = path.startsWith("$") ? path.substring(path.indexOf('.') + 1) : path;
            List<String> parts = List.of((keys.startsWith(".") ? keys.substring(1) : keys).split("\\.", -1));
            if (parts.contains("") || (path.startsWith("$") && !path.contains("."))) {
                throw new IllegalArgumentException(
                        "'" + path + "' is no path: it is keys with dots between them, such as card.number");
            }
            this.paths.add(parts);
        }
    }

    /** Whether nothing is to be left out. */
    public boolean isEmpty() {
        return paths.isEmpty();
    }

    /** How many entries were erased so far. */
    public long erased() {
        return erased;
    }

    /**
     * Looks at all that runs have, so that values are known before anything is written.
     *
     * @throws StoreException if the text of a workflow has one of them
     */
    public void lookAt(Store store, List<RunRecord> runs) {
        if (paths.isEmpty()) {
            return;
        }
        runs.forEach(run -> look(store, run));
        for (RunRecord run : runs) {
            for (String hash : Transfer.programs(store, run)) {
                if (store.program(hash).filter(program -> holds(program.text())).isPresent()) {
                    throw new StoreException(
                            StoreException.Kind.CONFLICT,
                            "The text of the workflow %s/%s has a value that is to be left out, and cannot be changed. Nothing was written; choose other paths."
                                    .formatted(run.namespace(), run.name()));
                }
            }
        }
    }

    private void look(Store store, RunRecord run) {
        RunData data = store.data(run.id());
        look(data.input());
        look(data.output());
        look(data.error());
        for (BranchRecord branch : store.branches(run.id())) {
            long seq = 0;
            for (List<SealedEntry> page = store.sealed(run.id(), branch.number(), seq, Transfer.PAGE);
                    !page.isEmpty();
                    page = store.sealed(run.id(), branch.number(), seq, Transfer.PAGE)) {
                page.forEach(entry -> look(value(entry.payload())));
                seq = page.getLast().seq() + 1;
            }
        }
    }

    private static @Nullable JsonValue value(byte @Nullable [] payload) {
        try {
            return payload == null ? null : ValueCodec.decode(payload);
        } catch (CodecException e) {
            throw new StoreException(
                    StoreException.Kind.DAMAGED,
                    "A payload cannot be read, so it is not known what is in it. Run 'flowork doctor'.",
                    e);
        }
    }

    private void look(@Nullable JsonValue value) {
        if (value != null) {
            walk(
                    value,
                    (object, found) -> {
                        walk(found, (inner, ignored) -> {}, leaf -> {
                            String text = text(leaf);
                            if (text != null && text.length() >= SHORTEST) {
                                values.add(text);
                            }
                            return false;
                        });
                    },
                    leaf -> false);
        }
    }

    private interface Found {
        void at(JsonObject object, JsonValue value);
    }

    private interface Leaf {
        /** Whether it is one that is looked for. */
        boolean is(JsonValue leaf);
    }

    /** Goes through all of a value, without recursion; says whether a leaf is looked for, or a path is in it. */
    private boolean walk(JsonValue value, Found found, Leaf leaf) {
        boolean hit = false;
        Deque<JsonValue> left = new ArrayDeque<>();
        left.push(value);
        while (!left.isEmpty()) {
            JsonValue at = left.pop();
            if (at instanceof JsonObject object) {
                for (List<String> path : paths) {
                    for (JsonValue there : follow(object, path)) {
                        hit = true;
                        found.at(object, there);
                    }
                }
                for (JsonObject.Member member : object) {
                    hit |= leaf.is(JsonString.of(member.key()));
                    left.push(member.value());
                }
            } else if (at instanceof JsonArray array) {
                array.forEach(left::push);
            } else {
                hit |= leaf.is(at);
            }
        }
        return hit;
    }

    private static List<JsonValue> follow(JsonObject from, List<String> path) {
        List<JsonValue> level = List.of(from);
        for (String key : path) {
            List<JsonValue> next = new ArrayList<>();
            Deque<JsonValue> left = new ArrayDeque<>(level);
            while (!left.isEmpty()) {
                JsonValue at = left.pop();
                if (at instanceof JsonArray array) {
                    array.forEach(left::push);
                } else if (at instanceof JsonObject object && object.get(key) != null) {
                    next.add(object.get(key));
                }
            }
            level = next;
        }
        return level;
    }

    private static @Nullable String text(JsonValue leaf) {
        return switch (leaf) {
            case JsonString string -> string.value();
            case JsonNumber number -> number.text();
            default -> null;
        };
    }

    /** Whether something that is to be left out is in a value. */
    boolean hits(@Nullable JsonValue value) {
        return value != null
                && !paths.isEmpty()
                && walk(value, (object, found) -> {}, leaf -> {
                    String text = text(leaf);
                    return text != null && holds(text);
                });
    }

    /** Whether a text has a value that is to be left out. */
    boolean holds(String text) {
        return values.stream().anyMatch(text::contains);
    }

    /** What is written in the place of something else that is stored. */
    public Write of(Write write) {
        return switch (write) {
            case Write.CreateRun create ->
                hits(create.input())
                        ? new Write.CreateRun(
                                create.run(),
                                create.program(),
                                create.status(),
                                create.semantics(),
                                create.created(),
                                MARK,
                                create.parent())
                        : create;
            case Write.UpdateRun update ->
                new Write.UpdateRun(
                        update.run(),
                        update.status(),
                        update.started(),
                        update.ended(),
                        hits(update.output()) ? MARK : update.output(),
                        hits(update.error()) ? MARK : update.error());
            case Write.AppendSealed append ->
                new Write.AppendSealed(
                        append.run(),
                        append.branch(),
                        append.entries().stream().map(this::entry).toList());
            default -> write;
        };
    }

    private SealedEntry entry(SealedEntry entry) {
        if (paths.isEmpty() || !hits(value(entry.payload()))) {
            return entry;
        }
        erased++;
        return new SealedEntry(
                entry.seq(),
                entry.t(),
                entry.time(),
                entry.kind(),
                entry.stateHash(),
                null,
                null,
                entry.commitment(),
                entry.chain());
    }
}
