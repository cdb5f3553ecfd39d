package io.flowork.core.jq;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.Iterator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value contains another: an object has members that contain the other's, an array an element for each of the
 * other's that contains it, a string has the other inside, and anything else equals it.
 */
final class Containment {
    private final Meter meter;

    /** What has to be known before the question at hand matters, innermost first. */
    private @Nullable Goal open;

    private Containment(Meter meter) {
        this.meter = meter;
    }

    private sealed interface Question {
        /** Whether one value contains another. */
        record Within(JsonValue outer, JsonValue inner, int level) implements Question {}

        /** Whether one of some values contains another. */
        record Among(JsonArray candidates, JsonValue inner, int level) implements Question {}
    }

    /** Questions of which all have to be answered by yes, or only one; and the goal that this one is a question of. */
    private record Goal(
            boolean all,
            Iterator<Question> questions,
            @Nullable Goal outer) {}

    static boolean contains(Meter meter, JsonValue outer, JsonValue inner) {
        if (!outer.typeName().equals(inner.typeName())) {
            throw JqException.error(
                    Types.describe(outer) + " and " + Types.describe(inner) + " cannot have their containment checked");
        }
        return new Containment(meter).answer(new Question.Within(outer, inner, 0));
    }

    private boolean answer(Question root) {
        Question question = root;
        while (true) {
            meter.step();
            boolean answer = switch (question) {
                case Question.Within within -> within(within);
                case Question.Among among ->
                    open(false, among.candidates, each -> new Question.Within(each, among.inner, among.level));
            };
            Goal goal = open;
            while (goal != null && (answer != goal.all || !goal.questions.hasNext())) {
                goal = goal.outer; // the answer decides it, or was its last one: it is the goal's answer too
            }
            open = goal;
            if (goal == null) {
                return answer;
            }
            question = goal.questions.next();
        }
    }

    private boolean within(Question.Within pair) {
        if (pair.level > JsonValue.MAX_DATA_DEPTH) {
            throw JqException.error("Containment check too deep");
        }
        int inside = pair.level + 1;
        return switch (pair.outer) {
            case JsonObject a
            when pair.inner instanceof JsonObject b ->
                open(true, b, member -> {
                    JsonValue found = a.get(member.key());
                    return found == null
                            ? new Question.Among(JsonArray.EMPTY, member.value(), inside)
                            : new Question.Within(found, member.value(), inside);
                });
            case JsonArray a
            when pair.inner instanceof JsonArray b -> open(true, b, wanted -> new Question.Among(a, wanted, inside));
            case JsonString a
            when pair.inner instanceof JsonString b -> {
                meter.text(a);
                meter.steps(a.value().length() / 64 + 1L);
                yield new TextSearch(meter, a.value(), b.value()).next(0) >= 0;
            }
            default -> {
                if (pair.outer instanceof JsonSecret || pair.inner instanceof JsonSecret) {
                    throw Types.secret();
                }
                yield pair.outer.typeName().equals(pair.inner.typeName())
                        && Ordering.equal(meter, pair.outer, pair.inner);
            }
        };
    }

    /** Opens a goal; the answer it has if there are no questions. */
    private <T> boolean open(boolean all, Iterable<T> parts, Function<T, Question> question) {
        Iterator<T> left = parts.iterator();
        Iterator<Question> questions = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return left.hasNext();
            }

            @Override
            public Question next() {
                return question.apply(left.next());
            }
        };
        open = new Goal(all, questions, open);
        return all;
    }
}
