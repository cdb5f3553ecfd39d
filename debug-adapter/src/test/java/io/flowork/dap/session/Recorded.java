package io.flowork.dap.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.history.Recording;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.Outcome;
import io.flowork.core.machine.State;
import io.flowork.core.program.Program;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run that was made in memory: timers fire, the n-th call fails when n is odd and answers with its number when it is even.
 */
public final class Recorded implements Recording {
    private static final String HEADER = "document: {dsl: '1.0.3', namespace: test, name: trial, version: 1.0.0}\n";
    private static final long START = 1_767_225_600_000L;

    private final String id;
    private final String text;
    private final Program program;
    private final Map<String, String> workflows;
    private final Map<String, Recorded> children = new HashMap<>();
    private final List<JournalEntry> journal = new ArrayList<>();
    private final Map<String, Effect> outstanding = new LinkedHashMap<>();
    private final Machine machine = machine();
    private State state;
    private int calls;

    private Recorded(String id, String text, Map<String, String> workflows) {
        this.id = id;
        this.text = text;
        this.workflows = workflows;
        WorkflowAnalysis.Analysis analysis = WorkflowAnalysis.analyze(SourceText.of("trial.flow.yaml", text));
        assertThat(analysis.hasErrors())
                .as("%s in %s", analysis.diagnostics(), text)
                .isFalse();
        this.program = Program.compile(Objects.requireNonNull(analysis.workflow()), "hash of " + text);
        this.state = State.initial(program);
    }

    /** The recording of a run; without a {@code document} the workflow gets one, which is its first line. */
    public static Recorded of(String yaml, String input) {
        return of(yaml, input, Map.of());
    }

    /**
     * The recording of a run and of those that it starts.
     *
     * @param workflows the texts of workflows by their names; one that is not there is never started
     */
    public static Recorded of(String yaml, String input, Map<String, String> workflows) {
        Recorded recorded =
                new Recorded("run-1", yaml.startsWith("document:") ? yaml : HEADER + yaml, Map.copyOf(workflows));
        recorded.run(JsonReader.parse(input.replace('\'', '"')));
        return recorded;
    }

    static Machine machine() {
        return new Machine(new JqMachine(JqLimits.DEFAULT, new Interrupt()));
    }

    private void run(JsonValue input) {
        give(new Input.Started(id, input, Machine.runtime("test"), null));
        while (true) {
            take(machine.advance(state, Long.MAX_VALUE, null));
            Input next = next();
            if (next == null) {
                if (state.status().ended()) {
                    give(new Input.Closed());
                }
                return;
            }
            give(next);
        }
    }

    private @Nullable Input next() {
        for (Effect effect : List.copyOf(outstanding.values())) {
            outstanding.remove(effect.key());
            Input result = switch (effect) {
                case Effect.Call call ->
                    ++calls % 2 == 1
                            ? new Input.Failed(
                                    call.key(), WorkflowError.of(WorkflowError.Kind.COMMUNICATION, 503, "away"))
                            : new Input.Completed(call.key(), JsonReader.parse("{\"answer\":" + calls + "}"));
                case Effect.Timer timer -> new Input.Fired(timer.key());
                case Effect.Publish publish -> new Input.Completed(publish.key(), JsonReader.parse("null"));
                case Effect.ChildRun child -> ended(child);
                case Effect.Subscribe subscribe -> null;
                case Effect.Cancel cancel -> null;
            };
            if (result != null && machine.accepts(state, result)) {
                return result;
            }
        }
        return null;
    }

    /** Makes all of a run that is wanted; what it gives the one that wants it, if anything. */
    private @Nullable Input ended(Effect.ChildRun wanted) {
        String yaml = workflows.get(wanted.name());
        if (yaml == null) {
            return wanted.await() ? null : new Input.Completed(wanted.key(), JsonNull.NULL);
        }
        Recorded child = new Recorded("run-of-" + wanted.key(), yaml, workflows);
        children.put(wanted.key(), child);
        child.run(wanted.input());
        JsonValue output = child.state.output();
        WorkflowError error = child.state.error();
        return !wanted.await()
                ? new Input.Completed(wanted.key(), JsonNull.NULL)
                : output != null
                        ? new Input.Completed(wanted.key(), output)
                        : error == null ? null : new Input.Failed(wanted.key(), error);
    }

    private void give(Input input) {
        Fold.Applied applied = Fold.apply(machine, state, journal.size(), START + journal.size() * 1_000L, input, null);
        journal.add(applied.entry());
        take(applied.outcome());
    }

    private void take(Outcome outcome) {
        state = outcome.state();
        for (Effect effect : outcome.effects()) {
            if (effect instanceof Effect.Cancel) {
                outstanding.remove(effect.key());
            } else {
                outstanding.put(effect.key(), effect);
            }
        }
    }

    /** The run to debug. */
    public DebuggedRun debugged(@Nullable String path) {
        return new DebuggedRun(id, this, SourceText.of("trial.flow.yaml", text), path, effect -> {
            Recorded child = children.get(effect.key());
            if (child == null) {
                throw new RefusedException("it was not recorded");
            }
            String name = effect.name() + ".flow.yaml";
            return new Opened(child.debugged(path == null ? null : "/work/" + name));
        });
    }

    private record Opened(DebuggedRun run) implements Runs.Open {
        @Override
        public void close() {}
    }

    /** The run that an effect has started. */
    Recorded child(String key) {
        return Objects.requireNonNull(children.get(key), key);
    }

    String id() {
        return id;
    }

    /** The text of its program. */
    public String text() {
        return text;
    }

    List<JournalEntry> journal() {
        return journal;
    }

    @Override
    public Program program() {
        return program;
    }

    @Override
    public List<JournalEntry> entries(long from) {
        return from >= journal.size()
                ? List.of()
                : journal.subList((int) from, (int) Math.min(journal.size(), from + 7));
    }

    @Override
    public List<Checkpoint> checkpoints() {
        return List.of();
    }

    @Override
    public @Nullable State state(Checkpoint checkpoint) {
        return null;
    }
}
