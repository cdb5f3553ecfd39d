package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.api.EngineAccess;
import io.flowork.core.machine.Status;
import io.flowork.functions.Functions;
import io.flowork.functions.plugin.Plugins;
import io.flowork.functions.plugin.Plugins.Provided;
import io.flowork.functions.spi.EventSource;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.host.exit.CommandException;
import io.flowork.host.plugin.PluginJar;
import io.flowork.host.workspace.WorkflowFile;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.Run;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.schedule.MissedFirings;
import io.flowork.runtime.service.DeployedWorkflows;
import io.flowork.runtime.service.LocalEngineService;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class EventSourcesTest {
    @TempDir
    Path folder;

    private SqliteStore store;
    private Engine engine;
    private LocalEngineService service;

    @BeforeEach
    void setUp() {
        store = SqliteStore.open(folder.resolve("store"));
        DeployedWorkflows workflows = new DeployedWorkflows(store, Clock.systemUTC());
        engine = new Engine(
                EngineSettings.of("test"), store, Functions.load(), workflows, Secrets.NONE, Clock.systemUTC());
        service = new LocalEngineService(engine, store, workflows, "test", Clock.systemUTC(), MissedFirings.ONCE);
    }

    @AfterEach
    void tearDown() {
        engine.close();
        store.close();
    }

    private static EventSources start(EventSource source, EngineAccess engine, EventSources.Pause pause) {
        Provided<EventSource> provided = new Provided<>(source, EventSourcesTest.class.getClassLoader(), true);
        return EventSources.start(Map.of(source.name(), provided), Map.of(), engine, pause);
    }

    private static JsonObject event(String json) {
        return (JsonObject) JsonReader.parse(json);
    }

    @Test
    void whatAPluginGivesReachesTheRunsThatListen() throws Exception {
        Run run = engine.start(
                WorkflowFile.of(SourceText.of("listens.flow.yaml", """
                                        document: {dsl: '1.0.3', namespace: test, name: listens, version: '1.0.0'}
                                        do:
                                          - wait: {listen: {to: {one: {with: {type: made}}}}}
                                        """), FunctionSignatures.NONE)
                        .loaded(),
                JsonObject.EMPTY,
                null);
        run.awaitAccepted();
        PluginJar.of("maker")
                .source("plug/Maker.java", """
                        package plug;

                        import io.flowork.functions.spi.EventSource;
                        import io.flowork.grammar.json.*;

                        public class Maker implements EventSource {
                            public String name() { return "maker"; }
                            public void listen(Context context) throws Exception {
                                for (int i = 0; ; i++) {
                                    context.give((JsonObject) JsonReader.parse(
                                            "{\\"id\\": \\"" + i + "\\", \\"source\\": \\"/m\\", \\"type\\": \\"made\\","
                                                    + " \\"data\\": \\"" + context.settings().get("word") + "\\"}"));
                                }
                            }
                        }
                        """)
                .service("EventSource", "plug.Maker")
                .into(folder.resolve("plugins"), "maker.jar");
        Plugins plugins = Plugins.in(folder.resolve("plugins"));
        try (EventSources sources = EventSources.start(plugins, Map.of("maker", Map.of("word", "hello")), service)) {
            assertThat(sources).isNotNull();
            assertThat(run.await().status()).isEqualTo(Status.COMPLETED);
            assertThat(run.await().output()).hasToString("[\"hello\"]");
        }
        assertThat(plugins.all().getFirst().adds()).containsExactly("event source maker");
    }

    @Test
    void aSourceThatFailsIsStartedAgainLaterEachTime() throws Exception {
        BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
        CountDownLatch enough = new CountDownLatch(9);
        EventSource source = new EventSource() {
            private int starts;

            @Override
            public String name() {
                return "flaky";
            }

            @Override
            public void listen(Context context) throws Exception {
                if (++starts == 8) {
                    context.give(event("{\"id\": \"1\", \"source\": \"/f\", \"type\": \"x\"}"));
                }
                throw new java.io.IOException("the broker is away");
            }
        };
        try (EventSources sources = start(source, service, pause -> {
            pauses.add(pause);
            enough.countDown();
            if (enough.getCount() == 0) {
                new CountDownLatch(1).await(); // until it is interrupted
            }
        })) {
            assertThat(sources).isNotNull();
            enough.await();
        }
        assertThat(pauses.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 1L, 2L);
    }

    @Test
    void whatIsNoCloudEventIsRefused() throws Exception {
        BlockingQueue<String> problems = new LinkedBlockingQueue<>();
        EventSource source = new EventSource() {
            @Override
            public String name() {
                return "wrong";
            }

            @Override
            public void listen(Context context) throws Exception {
                for (String wrong : List.of(
                        "{\"source\": \"/f\", \"type\": \"x\"}",
                        "{\"id\": \"1\", \"source\": \"/f\", \"type\": 7}",
                        "{\"id\": \"1\", \"source\": \"/f\", \"type\": \"x\", \"specversion\": \"0.3\"}")) {
                    try {
                        context.give(event(wrong));
                    } catch (IllegalArgumentException e) {
                        problems.add(e.getMessage());
                    }
                }
                new CountDownLatch(1).await();
            }
        };
        try (EventSources sources = start(source, service, pause -> {})) {
            assertThat(sources).isNotNull();
            assertThat(problems.take()).contains("'id' must be a text");
            assertThat(problems.take()).contains("'type' must be a text");
            assertThat(problems.take()).contains("version 1.0", "0.3");
        }
    }

    @Test
    void aSettingOfNoSourceIsRefused() {
        assertThatThrownBy(() -> EventSources.check(Plugins.NONE, Map.of("kafka", Map.of("url", "x"))))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("[plugins.kafka] is set, but no plug-in has an event source 'kafka'");
    }
}
