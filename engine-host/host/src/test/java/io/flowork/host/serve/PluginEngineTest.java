package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.api.DeployRequest;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;
import io.flowork.core.error.WorkflowError;
import io.flowork.core.machine.Status;
import io.flowork.functions.Functions;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.plugin.Plugins;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.text.SourceText;
import io.flowork.host.plugin.PluginJar;
import io.flowork.host.workspace.WorkflowFile;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.Run;
import io.flowork.runtime.RunResult;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.schedule.MissedFirings;
import io.flowork.runtime.service.DeployedWorkflows;
import io.flowork.runtime.service.LocalEngineService;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** An engine with plug-ins in its data folder. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class PluginEngineTest {
    private static final String STOP = "flowork.test.stop";

    @TempDir
    Path folder;

    private SqliteStore store;
    private Engine engine;
    private Functions functions;
    private LocalEngineService service;

    @BeforeEach
    void open() throws Exception {
        System.clearProperty(STOP);
        PluginJar.of("busy")
                .function("Busy", "busy", "while (System.getProperty(\"" + STOP + "\") == null) { said = \"still\"; }")
                .into(folder.resolve("plugins"), "busy.jar");
        PluginJar.of("quick").function("Quick", "quick", "").into(folder.resolve("plugins"), "quick.jar");
        PluginJar.of("traced")
                .function("Traced", "traced", "said = String.valueOf(call.context().traceparent());")
                .into(folder.resolve("plugins"), "traced.jar");
        store = SqliteStore.open(folder.resolve("store"));
        functions = Functions.load(HttpSettings.DEFAULT, Plugins.in(folder.resolve("plugins")));
        DeployedWorkflows workflows = new DeployedWorkflows(store, Clock.systemUTC(), functions.signatures());
        engine = new Engine(EngineSettings.of("test"), store, functions, workflows, Secrets.NONE, Clock.systemUTC());
        service = new LocalEngineService(engine, store, workflows, "test", Clock.systemUTC(), MissedFirings.ONCE);
    }

    @AfterEach
    void close() {
        System.setProperty(STOP, "now");
        engine.close();
        store.close();
        System.clearProperty(STOP);
    }

    private static String text(String name, String tasks) {
        return """
                document: {dsl: '1.0.3', namespace: test, name: %s, version: '1.0.0'}
                do:
                %s
                """.formatted(name, tasks);
    }

    private LoadedWorkflow workflow(String name, String tasks) {
        LoadedWorkflow loaded = WorkflowFile.of(
                        SourceText.of(name + ".flow.yaml", text(name, tasks)), functions.signatures())
                .loaded();
        assertThat(loaded).isNotNull();
        return loaded;
    }

    @Test
    void aPluginThatNeverPausesTakesNobodyElsesPlace() {
        LoadedWorkflow busy = workflow("busy", "- a: {call: busy, timeout: {after: {milliseconds: 100}}}");
        List<Run> runs = new ArrayList<>();
        int processors = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < 2 * processors; i++) {
            runs.add(engine.start(busy, JsonObject.EMPTY, null));
        }
        Run other = engine.start(workflow("other", "- a: {call: quick}"), JsonObject.EMPTY, null);
        assertThat(other.await().status()).isEqualTo(Status.COMPLETED);
        for (Run run : runs) {
            RunResult result = run.await();
            assertThat(result.status()).isEqualTo(Status.FAULTED);
            assertThat(result.error().type()).isEqualTo(WorkflowError.Kind.TIMEOUT.uri());
        }
        assertThat(engine.start(workflow("again", "- a: {call: quick}"), JsonObject.EMPTY, null)
                        .await()
                        .output())
                .hasToString("{\"said\":\"Quick\"}");
    }

    @Test
    void aPluginCanTellServersWhichCallItMakes() {
        LoadedWorkflow traced = workflow("traced", "- a: {call: traced}");
        assertThat(engine.start(traced, JsonObject.EMPTY, null).await().output())
                .hasToString("{\"said\":\"null\"}");
        engine.traceCalls();
        Run run = engine.start(traced, JsonObject.EMPTY, null);
        assertThat(run.await().output().toString())
                .matches("\\{\"said\":\"00-" + run.id().replace("-", "") + "-[0-9a-f]{16}-01\"}");
    }

    @Test
    void aWorkflowThatCallsItsFunctionsCanBeDeployedAndOthersNot() throws Exception {
        try (EngineSession session = service.open(EngineClient.NONE)) {
            assertThat(session.deploy(new DeployRequest(text("good", "- a: {call: quick}"), "yaml", false))
                            .get()
                            .workflow()
                            .name())
                    .isEqualTo("good");
            assertThatThrownBy(() -> session.deploy(new DeployRequest(text("bad", "- a: {call: quik}"), "yaml", false))
                            .get())
                    .hasMessageContaining("there is no function 'quik'; did you mean 'quick'?");
        }
    }
}
