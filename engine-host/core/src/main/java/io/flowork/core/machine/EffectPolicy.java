package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What becomes of the effects of a branch: recorded with it, so that whoever reads it knows what was real.
 *
 * @param standard what becomes of an effect that no rule names
 * @param rules what becomes of effects by name; the first that names one decides
 */
public record EffectPolicy(List<Action> standard, List<Rule> rules) {
    /** Recorded results where nothing has changed; anything else waits until somebody decides. */
    public static final EffectPolicy REUSE = new EffectPolicy(List.of(Action.REUSE), List.of());

    /** Copies the lists. */
    public EffectPolicy {
        standard = List.copyOf(standard);
        rules = List.copyOf(rules);
    }

    /** One of several things to try in turn; an effect for which none can be done waits. */
    public enum Action {
        /** It gets what was recorded for the same request. */
        REUSE,
        /** It is carried out. */
        LIVE,
        /** It fails. */
        DENY;

        /** The name as it is written: lower case. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a rule does. */
    public sealed interface Does {
        /** It tries actions in turn. */
        record Try(List<Action> actions) implements Does {
            /** Copies the actions. */
            public Try {
                actions = List.copyOf(actions);
            }
        }

        /** It gives a result. */
        record Mock(JsonValue output) implements Does {}

        /** It gives an error. */
        record Fail(WorkflowError error) implements Does {}
    }

    /**
     * What becomes of some effects.
     *
     * @param name the reference or the name of their task, or what they are: a function's name, {@code timer},
     *     {@code run}, {@code subscribe} or {@code publish}
     * @param does what becomes of them
     */
    public record Rule(String name, Does does) {
        boolean names(Effect effect) {
            return EffectPolicy.isNamed(effect, name);
        }
    }

    /**
     * Whether a name means an effect.
     *
     * @param name the reference or the name of its task, or what it is
     */
    public static boolean isNamed(Effect effect, String name) {
        String reference = effect.reference();
        return reference.equals(name)
                || (!name.startsWith("/") && reference.endsWith("/" + name))
                || effect.what().equals(name);
    }

    /** What becomes of an effect. */
    public Does of(Effect effect) {
        for (Rule rule : rules) {
            if (rule.names(effect)) {
                return rule.does();
            }
        }
        return new Does.Try(standard);
    }

    /** Whether an effect may be carried out. */
    public boolean isLive(Effect effect) {
        return of(effect) instanceof Does.Try tried && tried.actions().contains(Action.LIVE);
    }

    /** Whether some effect may be carried out. */
    public boolean mayBeLive() {
        return has(Action.LIVE);
    }

    /** Whether recorded results are of use. */
    public boolean reuses() {
        return has(Action.REUSE);
    }

    private boolean has(Action action) {
        return standard.contains(action)
                || rules.stream()
                        .anyMatch(rule -> rule.does() instanceof Does.Try tried
                                && tried.actions().contains(action));
    }

    /** What an effect gets for an output that somebody gives: an event for a subscription, nothing for a timer. */
    public static Input mocked(Effect effect, JsonValue output) {
        return switch (effect) {
            case Effect.Timer timer -> new Input.Fired(timer.key());
            case Effect.Subscribe subscribe ->
                new Input.Event(subscribe.key(), output instanceof JsonObject event ? event : JsonObject.EMPTY);
            case Effect.Publish publish -> new Input.Completed(publish.key(), JsonNull.NULL);
            case Effect.Call call -> new Input.Completed(call.key(), output);
            case Effect.ChildRun run -> new Input.Completed(run.key(), output);
            case Effect.Cancel cancel -> throw new IllegalStateException("a cancellation is not outstanding");
        };
    }

    /** The error of an effect that is not allowed. */
    public static WorkflowError denied(Effect effect) {
        return WorkflowError.of(
                WorkflowError.Kind.AUTHORIZATION,
                403,
                "The branch does not allow this effect: " + effect.what() + " of " + effect.reference());
    }

    /** As journals keep it. */
    public JsonObject toJson() {
        List<JsonValue> all = new ArrayList<>();
        for (Rule rule : rules) {
            JsonObject.Builder json = new JsonObject.Builder().put("name", rule.name());
            switch (rule.does()) {
                case Does.Try tried -> json.put("does", texts(tried.actions()));
                case Does.Mock mock -> json.put("output", mock.output());
                case Does.Fail fail -> json.put("error", fail.error().toJson());
            }
            all.add(json.build());
        }
        return JsonObject.of("standard", texts(standard), "rules", JsonArray.of(all));
    }

    private static JsonArray texts(List<Action> actions) {
        return JsonArray.of(
                actions.stream().map(each -> JsonString.of(each.text())).toList());
    }

    /**
     * The policy that a value describes; without {@code standard} the standard one is to reuse.
     *
     * @throws IllegalArgumentException if it describes none
     */
    public static EffectPolicy fromJson(JsonObject json) {
        List<Rule> rules = new ArrayList<>();
        for (JsonValue each : json.has("rules") ? Fields.array(json, "rules") : JsonArray.EMPTY) {
            if (!(each instanceof JsonObject rule)) {
                throw new IllegalArgumentException("not a rule: " + Texts.shorten(each));
            }
            String name = Fields.string(rule, "name");
            JsonValue output = rule.get("output");
            if (output != null) {
                rules.add(new Rule(name, new Does.Mock(output)));
            } else if (rule.has("error")) {
                rules.add(new Rule(name, new Does.Fail(WorkflowError.fromJson(Fields.object(rule, "error")))));
            } else {
                rules.add(new Rule(name, new Does.Try(actions(Fields.array(rule, "does")))));
            }
        }
        return new EffectPolicy(
                json.has("standard") ? actions(Fields.array(json, "standard")) : REUSE.standard(), rules);
    }

    private static List<Action> actions(JsonArray texts) {
        List<Action> actions = new ArrayList<>();
        for (JsonValue text : texts) {
            if (!(text instanceof JsonString action)) {
                throw new IllegalArgumentException("not an action: " + Texts.shorten(text));
            }
            actions.add(Action.valueOf(action.value().toUpperCase(Locale.ROOT)));
        }
        return actions;
    }
}
