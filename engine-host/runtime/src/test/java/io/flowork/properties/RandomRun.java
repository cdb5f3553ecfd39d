package io.flowork.properties;

import io.flowork.core.codec.ValueCodec;
import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.Limits;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.Outcome;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.core.machine.Step;
import io.flowork.core.program.Program;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Runs a random workflow in a world where everything happens in random order, and some of it never. */
final class RandomRun {
    private static final Limits LIMITS =
            new Limits(40, 1L << 20, new JqLimits(100_000, 1L << 20, 1_000, 1_000), 20_000, 1L << 20);

    private static final long LONGEST = 3_000;
    private static final int MOST_INPUTS = 400;

    private final long seed;
    private final Random random;
    private final RandomExpressions values;
    private final String text;
    private final Program program;
    private final Machine machine = machine();
    private final Map<String, Effect> outstanding = new LinkedHashMap<>();
    private final List<String> gone = new ArrayList<>();
    private final List<JournalEntry> journal = new ArrayList<>();
    private final List<State> states = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private State state;
    private int branches;
    private long now = 1_767_225_600_000L;

    private RandomRun(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.values = new RandomExpressions(random);
        this.text = JsonWriter.compact(new RandomWorkflow(random).workflow());
        this.program = program(text);
        this.state = State.initial(program);
    }

    /** The run of a seed; always the same one. */
    static Recorded of(long seed) {
        RandomRun run = new RandomRun(seed);
        try {
            run.run();
        } catch (RuntimeException e) {
            throw new AssertionError("the machine failed at seed " + seed + ": " + run.text, e);
        }
        return new Recorded(seed, run.text, run.program, run.journal, run.states, run.steps, run.effects, run.state);
    }

    static Machine machine() {
        return new Machine(new JqMachine(LIMITS.expression(), new Interrupt()));
    }

    static Program program(String text) {
        WorkflowAnalysis.Analysis analysis = WorkflowAnalysis.analyze(SourceText.of("random.flow.json", text));
        Workflow workflow = analysis.workflow();
        if (workflow == null) {
            throw new AssertionError(
                    "the generator wrote a workflow with errors: " + analysis.diagnostics() + "\n" + text);
        }
        return Program.compile(workflow, "hash");
    }

    private void run() {
        give(new Input.Started("run-" + seed, values.value(2), Machine.runtime("1"), LIMITS));
        while (!state.status().ended()) {
            if (journal.size() > MOST_INPUTS || state.t() > LONGEST) {
                give(new Input.Cancel("it takes too long"));
            } else {
                happen();
            }
        }
        while (state.hasPending()) {
            finish(any(List.copyOf(outstanding.values())));
        }
        give(new Input.Closed());
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void happen() {
        now += random.nextInt(50);
        if (state.isReady() && random.nextInt(4) != 0) {
            take(machine.advance(state, state.t() + turn(), steps::add));
            return;
        }
        List<Effect> all = List.copyOf(outstanding.values());
        int kind = random.nextInt(100);
        if (kind < 60 && !all.isEmpty()) {
            finish(any(all));
        } else if (kind < 85 && !all.isEmpty()) {
            publish();
        } else if (kind < 87) {
            give(new Input.Suspend(null));
        } else if (kind < 96) {
            give(new Input.Resume(null));
        } else if (kind < 97 && random.nextInt(5) == 0) {
            give(new Input.Cancel("at random"));
        } else if (kind < 98) {
            give(new Input.Forked(++branches, random.nextInt(20) - 1, null));
        } else if (!gone.isEmpty()) {
            refuse(any(gone));
        } else if (!state.isReady() && all.isEmpty() && state.status() != Status.SUSPENDED) {
            throw new AssertionError("nothing can ever happen to this run: seed " + seed + " " + text);
        }
    }

    private long turn() {
        return random.nextInt(3) == 0 ? 10_000 : 1 + random.nextInt(12);
    }

    /** Ends an effect in some way; it is one that the run has asked for and not taken back. */
    private void finish(Effect effect) {
        switch (effect) {
            case Effect.Timer timer -> {
                now = Math.max(now, timer.due());
                end(new Input.Fired(timer.key()), timer.key());
            }
            case Effect.Subscribe subscribe -> publish();
            case Effect.Publish publish -> end(new Input.Completed(publish.key(), JsonNull.NULL), publish.key());
            case Effect.ChildRun child -> end(result(child.key(), values.value(2)), child.key());
            case Effect.Call call ->
                end(
                        result(
                                call.key(),
                                call.function().equals("resource") ? document(call) : reply(call, values.value(2))),
                        call.key());
            case Effect.Cancel cancel -> throw new AssertionError("a cancellation is not outstanding");
        }
    }

    private void end(Input input, String key) {
        outstanding.remove(key);
        if (!give(input)) {
            throw new AssertionError("the run does not take the end of what it asked for: seed " + seed + " " + text);
        }
        gone.add(key);
    }

    private Input result(String key, JsonValue value) {
        return random.nextInt(7) == 0
                ? new Input.Failed(
                        key, WorkflowError.of(Kind.COMMUNICATION, 400 + random.nextInt(4), "failed at random"))
                : new Input.Completed(key, value);
    }

    /** A random reply in the form that real functions keep to. */
    private static JsonValue reply(Effect.Call call, JsonValue value) {
        JsonString text = JsonString.of(value.toString());
        if (call.function().startsWith("run:") && call.arguments().get("return") instanceof JsonString wanted) {
            return switch (wanted.value()) {
                case "code" -> JsonNumber.of(value.weight());
                case "all" ->
                    JsonObject.of("code", JsonNumber.of(0), "stdout", text).with("stderr", JsonString.EMPTY);
                case "none" -> JsonNull.NULL;
                default -> text;
            };
        }
        return call.function().equals("http") && call.arguments().get("output") instanceof JsonString output
                ? http(output.value(), value, text)
                : value;
    }

    private static JsonValue http(String output, JsonValue value, JsonString text) {
        return switch (output) {
            case "raw" -> text;
            case "response" ->
                new JsonObject.Builder()
                        .put(
                                "request",
                                JsonObject.of("method", JsonString.of("get"), "uri", text)
                                        .with("headers", JsonObject.EMPTY))
                        .put("statusCode", JsonNumber.of(200))
                        .put("headers", JsonObject.EMPTY)
                        .put("content", value)
                        .build();
            default -> value;
        };
    }

    private JsonValue document(Effect.Call call) {
        JsonValue uri = call.arguments().get("uri");
        return JsonObject.of(
                "uri",
                uri == null ? JsonNull.NULL : uri,
                "content",
                JsonString.of(
                        values.one(List.of("true", "{\"type\": \"object\"}", "{\"minProperties\": 2}", "no JSON"))));
    }

    private void publish() {
        JsonObject event = new JsonObject.Builder()
                .put("specversion", "1.0")
                .put("id", "event-" + journal.size())
                .put("source", "/random")
                .put("type", values.one(RandomWorkflow.EVENT_TYPES))
                .put("data", values.value(1))
                .build();
        for (Effect effect : List.copyOf(outstanding.values())) {
            if (effect instanceof Effect.Subscribe) {
                give(new Input.Event(effect.key(), event));
            }
        }
    }

    private void refuse(String key) {
        if (give(new Input.Completed(key, JsonNull.NULL)) || give(new Input.Fired(key))) {
            throw new AssertionError("the run takes the end of an effect twice: seed " + seed + " " + text);
        }
    }

    private boolean give(Input input) {
        if (random.nextInt(8) == 0) {
            state = throughBytes(program, state);
        }
        if (!machine.accepts(state, input)) {
            return false;
        }
        Fold.Applied applied = Fold.apply(machine, state, journal.size(), now, input, steps::add);
        journal.add(applied.entry());
        take(applied.outcome());
        states.add(state);
        return true;
    }

    private void take(Outcome outcome) {
        state = outcome.state();
        for (Effect effect : outcome.effects()) {
            effects.add(effect);
            if (effect instanceof Effect.Cancel) {
                outstanding.remove(effect.key());
                gone.add(effect.key());
            } else {
                outstanding.put(effect.key(), effect);
            }
        }
    }

    /** A state as it comes back from a store. */
    static State throughBytes(Program program, State state) {
        if (ValueCodec.decode(ValueCodec.encode(state.toJson())) instanceof JsonObject json) {
            return State.fromJson(program, json);
        }
        throw new AssertionError("a state is an object");
    }
}
