package io.flowork.core.history;

import io.flowork.core.history.Cause.Kind;
import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.Lineage;
import io.flowork.core.machine.Step;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Finds where what a task that listens gives comes from. */
final class EventOrigins {
    private final Facts facts;

    EventOrigins(Facts facts) {
        this.facts = facts;
    }

    List<Origin> consumed(Subject.Data data) throws Cursor.DivergedException {
        if (!(data.whole() instanceof JsonArray array)) {
            return Origin.only(data.unknown());
        }
        List<Origin> origins = new ArrayList<>();
        boolean all = data.path().isEmpty();
        for (int i = 0; i < array.size(); i++) {
            if (all || data.path().getFirst().equals(JsonNumber.of(i))) {
                List<JsonValue> rest =
                        all ? List.of() : data.path().subList(1, data.path().size());
                Subject one = element(data, array.get(i), rest);
                origins.add(new Origin(all ? Lineage.Kind.COMPUTED : Lineage.Kind.COPIED, one, null));
            }
        }
        return origins;
    }

    /** An element of what a task that listens gives: made by its turn, or the event itself. */
    Subject element(Subject.Data data, JsonValue element, List<JsonValue> path) throws Cursor.DivergedException {
        long visit = data.at().visit();
        Happening.Evaluated made = facts.evaluated(
                data.before(),
                found -> "foreach.output.as".equals(found.stage())
                        && found.evaluation().at().visit() == visit
                        && element.equals(found.evaluation().result()));
        return made == null ? turned(data, element, path) : new Subject.Result(made, path);
    }

    /** The output of the tasks of a turn, or the event of a turn without tasks. */
    Subject turned(Subject.Data data, JsonValue element, List<JsonValue> path) throws Cursor.DivergedException {
        long visit = data.at().visit();
        Step child = facts.step(
                data.before(),
                step -> step instanceof Step.Completed
                        && HandedOn.gives(step, visit, element)
                        && step.at().parent() == visit);
        return child == null
                ? event(data, element, path)
                : HandedOn.by(child, path).getFirst().subject();
    }

    /** An event that came in. */
    Subject event(Subject.Data data, JsonValue element, List<JsonValue> path) throws Cursor.DivergedException {
        Step consumed = facts.step(
                data.before(),
                step -> step instanceof Step.Consumed event
                        && step.at().visit() == data.at().visit()
                        && (event.event().equals(element)
                                || (event.event() instanceof JsonObject object && element.equals(object.get("data")))));
        boolean isData =
                consumed instanceof Step.Consumed event && !event.event().equals(element);
        List<JsonValue> inEvent = new ArrayList<>(path);
        if (isData) {
            inEvent.addFirst(JsonString.of("data"));
        }
        return Subject.leaf(
                Kind.EVENT,
                consumed == null ? data.before() - 1 : consumed.at().t(),
                data.at(),
                null,
                inEvent,
                Facts.at(element, path));
    }
}
