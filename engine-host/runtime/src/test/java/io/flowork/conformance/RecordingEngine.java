package io.flowork.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import io.flowork.functions.Functions;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.plugin.Plugins;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.YamlReader;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.Run;
import io.flowork.runtime.RunResult;
import io.flowork.store.StoredProgram;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The real engine with a real store, in front of the fake internet. */
final class RecordingEngine implements AutoCloseable {
    private static final EngineSettings SETTINGS = EngineSettings.of("test").allowing(Set.of("shell"));

    private final FakeInternet internet = new FakeInternet();
    private final SqliteStore store;
    private final Engine engine;
    private final Map<String, LoadedWorkflow> workflows = new HashMap<>();

    RecordingEngine(Path folder, Clock clock) {
        store = SqliteStore.open(folder);
        engine = new Engine(
                SETTINGS,
                store,
                Functions.load(
                        HttpSettings.DEFAULT.withHostOverrides(internet.overrides()),
                        Plugins.onClassPath(RecordingEngine.class.getClassLoader())),
                (namespace, name, version) -> Optional.ofNullable(workflows.get(namespace + "/" + name)),
                name -> name.equals("mySecret") ? Optional.of(secret()) : Optional.empty(),
                clock);
    }

    private static JsonValue secret() {
        return new JsonObject.Builder()
                .put("authority", "http://keycloak/realms/fake-authority")
                .put("grant", "client_credentials")
                .put("client", JsonObject.of("id", JsonString.of("me"), "secret", JsonString.of("s3cret")))
                .put("endpoints", JsonObject.of("token", JsonString.of("/auth/token")))
                .build();
    }

    /** The value that a YAML text describes. */
    static JsonValue yaml(String text) {
        Node root = YamlReader.read(SourceText.of("value.yaml", text)).root();
        if (root == null) {
            throw new AssertionError("no value: " + text);
        }
        return root.json();
    }

    /** Lets {@code run.workflow} find a workflow. */
    void offer(LoadedWorkflow workflow) {
        StoredProgram source = workflow.source();
        workflows.put(source.namespace() + "/" + source.name(), workflow);
    }

    FakeInternet internet() {
        return internet;
    }

    Engine engine() {
        return engine;
    }

    Run start(LoadedWorkflow workflow, JsonValue input, Steps steps) {
        return engine.start(workflow, input, steps);
    }

    /** Waits for the end of a run and folds what was recorded of it. */
    RunResult end(LoadedWorkflow workflow, Run run, List<Step> seen) {
        RunResult result = run.await();
        List<Step> again = new ArrayList<>();
        Machine machine = new Machine(new JqMachine(SETTINGS.limits().expression()));
        Fold fold = new Fold(machine, State.initial(workflow.program()), again::add);
        for (JournalEntry entry : store.entries(run.id(), 0, 0, Integer.MAX_VALUE)) {
            assertThat(fold.add(entry))
                    .as("the first difference in the recorded run")
                    .isNull();
        }
        assertThat(fold.state().status()).isEqualTo(result.status());
        assertThat(fold.state().output()).isEqualTo(result.output());
        assertThat(again).isEqualTo(seen);
        assertThat(store.verify(run.id()).intact()).isTrue();
        return result;
    }

    @Override
    public void close() {
        engine.close();
        store.close();
        internet.close();
    }
}
