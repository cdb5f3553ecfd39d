package io.flowork.core.history;

import io.flowork.core.history.Cause.Kind;
import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.Lineage;
import io.flowork.core.machine.Edit;
import io.flowork.core.machine.Step;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds what somebody put in the place of something when a branch was made. */
final class EditedOrigins {
    private final Facts facts;

    EditedOrigins(Facts facts) {
        this.facts = facts;
    }

    /** The origins of the input or output of a task: what somebody put in its place, or the natural ones. */
    List<Origin> of(Subject.Data data, Natural natural) throws Cursor.DivergedException {
        Edit.Of of = switch (data.what()) {
            case INPUT -> Edit.Of.INPUT;
            case RAW_INPUT -> Edit.Of.RAW_INPUT;
            case OUTPUT, RAW_OUTPUT -> Edit.Of.OUTPUT;
            case CONTEXT -> throw new IllegalArgumentException("the context is written again and again");
        };
        Facts.Edited edited = edited(
                data.before(),
                data.path(),
                data.whole(),
                edit -> edit.of() == of && edit.visit() == data.at().visit());
        if (edited == null) {
            return natural.of(data);
        }
        Subject leaf = leaf(edited, data.at(), data.path());
        if (edited.edit().path().size() <= data.path().size()) {
            return Origin.only(leaf);
        }
        List<Origin> origins = new ArrayList<>();
        origins.add(new Origin(Lineage.Kind.COMPUTED, leaf, null));
        for (Origin other : natural.of(data.until(edited.by().t()))) {
            origins.add(new Origin(Lineage.Kind.COMPUTED, other.subject(), other.spot()));
        }
        return origins;
    }

    /** The origins of data if nobody changed it. */
    @FunctionalInterface
    interface Natural {
        List<Origin> of(Subject.Data data) throws Cursor.DivergedException;
    }

    /** What was put in the place of the value of a variable, as one of some visits around one another sees it. */
    @Nullable
    Subject variable(String name, List<Long> visits, long before, Step.At at, List<JsonValue> path, JsonValue whole)
            throws Cursor.DivergedException {
        Facts.Edited edited =
                edited(before, path, whole, edit -> name.equals(edit.variable()) && visits.contains(edit.visit()));
        return edited == null ? null : leaf(edited, at, path);
    }

    /** What is told of a change: of what it put at a path, or all of it if it is only a part of what is there. */
    static Subject leaf(Facts.Edited edited, Step.At at, List<JsonValue> path) {
        Edit edit = edited.edit();
        List<JsonValue> place = List.of(edit.path().toArray());
        boolean part = place.size() > path.size();
        JsonValue value = part ? edit.value() : Facts.at(edit.value(), path.subList(place.size(), path.size()));
        return Subject.leaf(Kind.EDITED, edited.by().t(), at, edited.branch(), part ? place : path, value);
    }

    /** The last edit that fits and whose value is still there. */
    private Facts.@Nullable Edited edited(long before, List<JsonValue> path, JsonValue whole, Predicate<Edit> fits)
            throws Cursor.DivergedException {
        return facts.edited(
                before,
                edit -> fits.test(edit)
                        && Facts.isRelated(edit, path)
                        && Facts.at(whole, List.of(edit.path().toArray())).equals(edit.value()));
    }
}
