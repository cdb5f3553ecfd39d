package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.codec.ValueCodec;
import io.flowork.core.error.WorkflowError;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.program.Program;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run in memory: time passes only when nothing else can happen, and effects end as a script says.
 *
 * <p>Every trial that ends also folds its own journal again and goes through its states as bytes.
 */
final class Trial {
    static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final long MOST_STEPS_KEPT = 100_000;
    private static final String HEADER = """
            document: {dsl: '1.0.3', namespace: test, name: trial, version: 1.0.0}
            """;

    private final Program program;
    private final Machine machine = machine();
    private final Map<String, Effect> outstanding = new LinkedHashMap<>();
    private final List<Effect> effects = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<JournalEntry> journal = new ArrayList<>();
    private final Deque<JsonObject> events = new ArrayDeque<>();
    private Function<Effect.Call, Reply> calls = call -> Reply.never();
    private Function<Effect.ChildRun, Reply> children = child -> Reply.never();
    private JsonValue input = JsonObject.EMPTY;
    private State state;
    private long now = START;

    private @Nullable Limits limits;

    private Trial(Program program) {
        this.program = program;
        this.state = State.initial(program);
    }

    /** A trial of a workflow; without a {@code document} it gets one. */
    static Trial of(String yaml) {
        return new Trial(program(yaml));
    }

    static Program program(String yaml) {
        String text = yaml.startsWith("document:") ? yaml : HEADER + yaml;
        WorkflowAnalysis.Analysis analysis = WorkflowAnalysis.analyze(SourceText.of("trial.flow.yaml", text));
        assertThat(analysis.hasErrors())
                .as("%s in:%n%s", analysis.diagnostics(), text)
                .isFalse();
        Workflow workflow = Objects.requireNonNull(analysis.workflow(), "a text without errors is a workflow");
        return Program.compile(workflow, "hash of " + text.hashCode());
    }

    static Machine machine() {
        return new Machine(new JqMachine(JqLimits.DEFAULT, new Interrupt()));
    }

    /** A value from JSON with single or double quotes. */
    static JsonValue json(String text) {
        return JsonReader.parse(text.replace('\'', '"'));
    }

    static JsonObject object(String text) {
        return (JsonObject) json(text);
    }

    // --- the script ---

    Trial input(String json) {
        input = json(json);
        return this;
    }

    /** What the run may use; without it the run records no limits. */
    Trial limits(Limits given) {
        limits = given;
        return this;
    }

    Trial calls(Function<Effect.Call, Reply> answer) {
        calls = answer;
        return this;
    }

    Trial calls(String output) {
        return calls(call -> Reply.done(output));
    }

    Trial children(Function<Effect.ChildRun, Reply> answer) {
        children = answer;
        return this;
    }

    /** An event that arrives as soon as the run waits. */
    Trial event(String json) {
        events.add(object(json));
        return this;
    }

    // --- running ---

    /** Runs until nothing more happens, then checks that the run can be folded again. */
    Trial run() {
        start();
        go();
        return check();
    }

    Trial start() {
        give(new Input.Started("run-1", input, Machine.runtime("test"), limits));
        return this;
    }

    /** Gives an input now, if the run accepts it. */
    boolean give(Input next) {
        if (!machine.accepts(state, next)) {
            return false;
        }
        Fold.Applied applied = Fold.apply(machine, state, journal.size(), now, next, this::keep);
        journal.add(applied.entry());
        take(applied.outcome());
        return true;
    }

    /** Makes steps, at most up to a step number. */
    Trial advance(long untilT) {
        take(machine.advance(state, untilT, this::keep));
        return this;
    }

    /** Lets everything happen that can. */
    Trial go() {
        advance(Long.MAX_VALUE);
        while (next()) {
            advance(Long.MAX_VALUE);
        }
        return this;
    }

    private void keep(Step step) {
        if (steps.size() < MOST_STEPS_KEPT) {
            steps.add(step);
        }
    }

    private void take(Outcome outcome) {
        state = outcome.state();
        for (Effect effect : outcome.effects()) {
            effects.add(effect);
            if (effect instanceof Effect.Cancel) {
                outstanding.remove(effect.key());
            } else {
                outstanding.put(effect.key(), effect);
            }
        }
    }

    /** Lets every effect end that the script has a result for; no time passes. */
    Trial settle() {
        advance(Long.MAX_VALUE);
        while (answer()) {
            advance(Long.MAX_VALUE);
        }
        return this;
    }

    private boolean answer() {
        for (Effect effect : List.copyOf(outstanding.values())) {
            Reply reply = switch (effect) {
                case Effect.Call call -> calls.apply(call);
                case Effect.ChildRun child -> children.apply(child);
                case Effect.Publish publish -> Reply.done("null");
                case Effect.Timer timer -> Reply.never();
                case Effect.Subscribe subscribe -> Reply.never();
                case Effect.Cancel cancel -> Reply.never();
            };
            Input result = switch (reply) {
                case Reply.Done done -> new Input.Completed(effect.key(), done.output());
                case Reply.Fail fail -> new Input.Failed(effect.key(), fail.error());
                case Reply.Never never -> null;
            };
            if (result != null) {
                outstanding.remove(effect.key());
                assertThat(give(result)).as("the run waits for %s", effect).isTrue();
                return true;
            }
        }
        return false;
    }

    private boolean next() {
        if (answer()) {
            return true;
        }
        if (state.status().ended()) {
            return false;
        }
        if (!events.isEmpty()) {
            publish(events.remove());
            return true;
        }
        return fire();
    }

    /** Brings an event to every subscription; says how many consumed it. */
    int publish(JsonObject event) {
        int consumed = 0;
        for (Effect effect : List.copyOf(outstanding.values())) {
            if (effect instanceof Effect.Subscribe && give(new Input.Event(effect.key(), event))) {
                consumed++;
            }
        }
        return consumed;
    }

    /** Lets time pass to the next timer. */
    boolean fire() {
        Effect.Timer first = outstanding.values().stream()
                .filter(Effect.Timer.class::isInstance)
                .map(Effect.Timer.class::cast)
                .min(Comparator.comparingLong(Effect.Timer::due).thenComparing(Effect.Timer::key))
                .orElse(null);
        if (first == null) {
            return false;
        }
        outstanding.remove(first.key());
        now = Math.max(now, first.due());
        assertThat(give(new Input.Fired(first.key())))
                .as("the run waits for %s", first)
                .isTrue();
        return true;
    }

    // --- what came of it ---

    State state() {
        return state;
    }

    List<Step> steps() {
        return steps;
    }

    List<JournalEntry> journal() {
        return journal;
    }

    long elapsed() {
        return now - START;
    }

    <T extends Effect> List<T> effects(Class<T> kind) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends Effect> T outstanding(Class<T> kind) {
        return outstanding.values().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing of " + kind + " is outstanding: " + outstanding));
    }

    <T extends Step> List<T> steps(Class<T> kind) {
        return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The names of the tasks in the order they were entered, without the workflow itself. */
    List<String> entered() {
        return steps(Step.Entered.class).stream()
                .map(step -> step.at().reference())
                .filter(reference -> !reference.equals("/"))
                .map(Trial::name)
                .toList();
    }

    static String name(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    Trial completes(String output) {
        assertThat(state.status()).as("%s", state.error()).isEqualTo(Status.COMPLETED);
        assertThat(state.output()).isEqualTo(json(output));
        return this;
    }

    /** Compares the output as it prints: a secret prints as its mask, and is no string with it. */
    Trial prints(String output) {
        assertThat(state.status()).as("%s", state.error()).isEqualTo(Status.COMPLETED);
        assertThat(String.valueOf(state.output())).isEqualTo(output);
        return this;
    }

    Trial faults(WorkflowError.Kind kind, String instance) {
        assertThat(state.status()).isEqualTo(Status.FAULTED);
        assertThat(error().type()).isEqualTo(kind.uri());
        assertThat(error().instance()).isEqualTo(instance);
        return this;
    }

    WorkflowError error() {
        return Objects.requireNonNull(state.error(), () -> "the run is " + state.status());
    }

    Trial enters(String... names) {
        assertThat(entered()).containsExactly(names);
        return this;
    }

    Trial context(String json) {
        assertThat(state.context()).isEqualTo(json(json));
        return this;
    }

    /** Folds the journal again, by way of bytes, and compares everything. */
    Trial check() {
        if (state.status().ended()) {
            assertThat(state.pendingEffects())
                    .as("what an ended run still waits for, besides what nobody waits for")
                    .allMatch(effect -> Pending.strand(Objects.requireNonNull(state.pending.get(effect.key())))
                            == Pending.DETACHED);
        }
        if (state.t() > MOST_STEPS_KEPT) {
            return this;
        }
        List<Step> again = new ArrayList<>();
        State folded = State.initial(program);
        for (JournalEntry entry : journal) {
            Fold fold = new Fold(machine(), throughBytes(folded), again::add);
            assertThat(fold.add(entry)).as("the difference at %s", entry).isNull();
            folded = fold.state();
        }
        Fold rest = new Fold(machine(), throughBytes(folded), again::add);
        rest.advance(state.t());
        assertThat(rest.state().toJson()).isEqualTo(state.toJson());
        assertThat(again).isEqualTo(steps);
        for (int i = 0; i < steps.size(); i++) {
            assertThat(steps.get(i).at().t())
                    .as("the number of %s", steps.get(i))
                    .isEqualTo(i);
        }
        return this;
    }

    private State throughBytes(State before) {
        return State.fromJson(program, (JsonObject) ValueCodec.decode(ValueCodec.encode(before.toJson())));
    }
}
