package io.flowork.conformance;

import static io.flowork.conformance.Example.completes;
import static io.flowork.conformance.Example.faults;
import static io.flowork.conformance.Example.needs;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.machine.Status;
import io.flowork.core.machine.Step;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.text.SourceText;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.Run;
import io.flowork.runtime.RunResult;
import io.flowork.runtime.TestWorkflows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of the standard is accepted, and those that need nothing from elsewhere run. */
class ExamplesTest {
    private static final String TEMPERATURE =
            "{id: '1', source: /s, type: com.fake-hospital.vitals.measurements.temperature, data: {temperature: 39}}";
    private static final String BPM =
            "{id: '2', source: /s, type: com.fake-hospital.vitals.measurements.bpm, data: {bpm: 130}}";
    private static final String LOW_BPM =
            "{id: '2', source: /s, type: com.fake-hospital.vitals.measurements.bpm, data: {bpm: 70}}";
    private static final String PATIENT = "{patient: {fullName: Ann}, room: {number: 7}}";
    private static final String PET = "{petId: 1, token: t}";

    private static final Map<String, Example> EXAMPLES = Map.ofEntries(
            entry(
                    "accumulate-room-readings.yaml",
                    faults("{}", "Cannot index array") // the output of listen is an array
                            .events(
                                    "{id: '1', source: 'https://my.home.com/sensor', type: my.home.sensors.temperature,"
                                            + " roomid: 5, data: {}}",
                                    "{id: '2', source: 'https://my.home.com/sensor', type: my.home.sensors.humidity,"
                                            + " roomid: 5, data: {}}")),
            entry("authentication-bearer-uri-format.yaml", completes(PET, "\"name\":\"Pet 1\"")),
            entry("authentication-bearer.yaml", completes(PET, "\"name\":\"Pet 1\"")),
            entry("authentication-oauth2-secret.yaml", completes(PET, "\"name\":\"Pet 1\"")),
            entry("authentication-oauth2.yaml", completes(PET, "\"name\":\"Pet 1\"")),
            entry("authentication-oidc-secret.yaml", completes(PET, "\"name\":\"Pet 1\"")),
            entry("authentication-oidc.yaml", completes(PET, "\"name\":\"Pet 1\"")),
            entry("authentication-reusable.yaml", completes(PET, "\"name\":\"Pet 1\"")),
            entry("call-asyncapi-publish.yaml", needs("AsyncAPI")),
            entry("call-asyncapi-subscribe-consume-amount.yaml", needs("AsyncAPI")),
            entry("call-asyncapi-subscribe-consume-forever-foreach.yaml", needs("AsyncAPI")),
            entry("call-asyncapi-subscribe-consume-until.yaml", needs("AsyncAPI")),
            entry("call-asyncapi-subscribe-consume-while.yaml", needs("AsyncAPI")),
            entry("call-custom-function-cataloged.yaml", needs("Python")),
            entry("call-custom-function-inline.yaml", completes("{}", "\"name\":\"Pet 69\"")),
            entry("call-grpc.yaml", needs("a gRPC service")),
            entry("call-http-endpoint-interpolation-shorthand.yaml", completes(PET, "\"name\":\"Pet 1\"")),
            entry("call-http-endpoint-interpolation.yaml", completes(PET, "\"name\":\"Pet 1\"")),
            entry("call-http-query-headers-expressions.yaml", completes("{searchQuery: luke}", "\"count\":0")),
            entry("call-http-query-parameters.yaml", completes("{searchQuery: luke}", "\"count\":0")),
            entry("call-http-redirect.yaml", completes("{searchQuery: luke}", "\"count\":0")),
            entry("call-mcp.yaml", needs("a program from npm")),
            entry("call-openapi-redirect.yaml", completes("{}", "\"status\":\"available\"")),
            entry("call-openapi.yaml", completes("{}", "\"status\":\"available\"")),
            entry("conditional-task.yaml", faults("{customer: {age: 17}}", "Access Forbidden")),
            entry("do-multiple.yaml", completes(PET, "\"status\":\"sold\"")),
            entry("do-single.yaml", completes(PET, "\"name\":\"Pet 1\"")),
            entry("emit.yaml", completes("{}", "\"type\":\"com.petstore.order.placed.v1\"")),
            entry("for-inline-array.yaml", completes("{}", "\"name\":\"blue\"")),
            entry(
                    "for.yaml",
                    faults(
                                    "{pets: [{id: 1}, {id: 2}], vet: Bob}",
                                    "Cannot index array") // the output of listen is an array
                            .events("{id: '1', source: /s, type: com.fake.petclinic.pets.checkup.completed.v2}")),
            entry("fork.yaml", completes(PATIENT, "\"host\":\"fake-hospital.com\"")),
            entry(
                    "listen-to-all read-envelope.yaml",
                    completes("{}", "measurements.bpm").events(TEMPERATURE, BPM)),
            entry(
                    "listen-to-all.yaml",
                    completes("{}", "[{\"bpm\":130},{\"temperature\":39}]").events(BPM, TEMPERATURE)),
            entry(
                    "listen-to-any-filter.yaml",
                    completes("{}", "[{\"bpm\":130}]").events(LOW_BPM, BPM)),
            entry(
                    "listen-to-any-forever-foreach.yaml",
                    completes("{roomId: 5}", "").events(BPM).cancelledAfter("postToChatApi")),
            entry(
                    "listen-to-any-until-condition.yaml",
                    completes("{}", "[{\"bpm\":130},{\"temperature\":39},{\"bpm\":70},{\"bpm\":130}]")
                            .events(BPM, TEMPERATURE, LOW_BPM, BPM)),
            entry(
                    "listen-to-any-until-consumed.yaml",
                    completes("{}", "[{\"bpm\":130},{\"temperature\":39}]")
                            .events(
                                    BPM,
                                    LOW_BPM,
                                    TEMPERATURE,
                                    "{id: '3', source: /s, type: com.fake-hospital.patient.checked-out}")),
            entry("listen-to-any.yaml", completes("{}", "[{\"bpm\":70}]").events(LOW_BPM)),
            entry(
                    "listen-to-one.yaml",
                    completes(
                                    "{carId: 5}",
                                    "/api/v4/cars//start") // the output of listen is an array, which has no carId
                            .events("{id: '1', source: /s, type: com.virtual-wf-powered-race.events.race.started.v1}")),
            entry("mock-service-extension.yaml", completes("{}", "\"host\":\"fake.com\"")),
            entry(
                    "raise-inline.yaml",
                    faults("{}", "The workflow 'raise-not-implemented:0.1.0' is a work in progress")),
            entry(
                    "raise-reusable.yaml",
                    faults("{}", "The workflow 'raise-not-implemented:0.1.0' is a work in progress")),
            entry("run-container-cleanup-always.yaml", needs("a container engine")),
            entry("run-container-cleanup-eventually.yaml", needs("a container engine")),
            entry("run-container-stdin-and-arguments.yaml", needs("a container engine")),
            entry("run-container-with-name.yaml", needs("a container engine")),
            entry("run-container-with-pull-policy.yaml", needs("a container engine")),
            entry("run-container.yaml", needs("a container engine")),
            entry("run-return-all.yaml", needs("a container engine")),
            entry("run-return-code.yaml", needs("a container engine")),
            entry("run-return-none.yaml", needs("a container engine")),
            entry("run-return-stderr.yaml", needs("a container engine")),
            entry(
                    "run-script-with-stdin-and-arguments.yaml",
                    completes("{}", "stdin >  Hello Workflow\\narg >  hello\\nenv >  bar")),
            entry("run-shell-stdin-and-arguments.yaml", completes("{}", "STDIN was: Hello World\\nARGS are Foo Bar")),
            entry("run-subflow.yaml", completes("{}", "\"registered\":\".user\"")),
            entry("schedule-cron.yaml", completes("{}", "\"host\":\"example.com\"")),
            entry(
                    "schedule-event-driven.yaml",
                    completes(
                            "[{data: {timestamp: now, patient: {id: 1, name: Ann, room: {number: 7}, vitals: {bpm: 30}}}}]",
                            "\"host\":\"hospital.example.com\"")),
            entry("set-expression.yaml", completes("[{data: 5}]", "{\"data\":5}")),
            entry("set.yaml", completes("[{data: 5}]", "{\"startEvent\":{\"data\":5}}")),
            entry("star-wars-homeworld.yaml", completes("{id: 1}", "Tatooine")),
            entry("switch-then-string.yaml", completes("{orderType: physical}", "Elmer St")),
            entry("try-catch-retry-inline.yaml", completes(PET, "\"name\":\"Pet 1\"")),
            entry("try-catch-retry-reusable.yaml", completes(PET, "\"name\":\"Pet 1\"")),
            entry("try-catch-then-directive.yaml", completes("{}", "{\"status\":\"ok\"}")),
            entry("try-catch-then.yaml", completes(PET, "\"status\":\"sold\"")),
            entry("try-catch.yaml", completes("{petId: none}", "{\"petId\":\"none\"}")),
            entry("wait-duration-inline.yaml", completes("{x: 1}", "{\"x\":1}").jumping()),
            entry("wait-duration-iso8601.yaml", completes("{x: 1}", "{\"x\":1}").jumping()));

    private static final String SUBFLOW = """
            document: {dsl: '1.0.3', namespace: test, name: register-customer, version: '0.1.0'}
            do: [{register: {set: {registered: '${ .customer }'}}}]
            """;

    @TempDir
    Path store;

    static Stream<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(Specification.folder("examples"))) {
            return all.sorted().toList().stream();
        }
    }

    private static Stream<String> names(Class<? extends Example> kind) {
        return EXAMPLES.entrySet().stream()
                .filter(example -> kind.isInstance(example.getValue()))
                .map(Map.Entry::getKey)
                .sorted();
    }

    static Stream<String> running() {
        return names(Example.Runs.class);
    }

    @Test
    void theTableHasEveryExample() throws IOException {
        assertThat(files().map(file -> file.getFileName().toString()))
                .containsExactlyInAnyOrderElementsOf(EXAMPLES.keySet());
        System.out.printf(
                "examples: %d accepted, %d of them run, %d need something else%n",
                EXAMPLES.size(),
                running().count(),
                names(Example.Accepted.class).count());
    }

    @ParameterizedTest
    @MethodSource("files")
    void isAccepted(Path file) {
        WorkflowAnalysis.Analysis analysis =
                WorkflowAnalysis.analyze(SourceText.of(file.getFileName().toString(), Specification.read(file)));
        assertThat(analysis.diagnostics()).noneMatch(diagnostic -> diagnostic.severity() == Severity.ERROR);
        assertThat(analysis.workflow()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("running")
    @Timeout(60)
    void runs(String name) throws InterruptedException {
        Example.Runs example = (Example.Runs) Objects.requireNonNull(EXAMPLES.get(name));
        LoadedWorkflow workflow = TestWorkflows.parse(
                Specification.read(Specification.folder("examples").resolve(name)));
        JumpingClock jumping = new JumpingClock();
        List<Step> steps = new ArrayList<>();
        CountDownLatch cancel = new CountDownLatch(1);
        try (RecordingEngine engine = new RecordingEngine(store, example.jumps() ? jumping : Clock.systemUTC())) {
            engine.offer(TestWorkflows.parse(SUBFLOW));
            Run run = engine.start(workflow, RecordingEngine.yaml(example.input()), step -> {
                steps.add(step);
                jumping.see(step);
                if (step instanceof Step.Completed completed
                        && example.cancelAfter() != null
                        && completed.at().reference().endsWith("/" + example.cancelAfter())) {
                    cancel.countDown();
                }
            });
            int id = 0;
            for (String event : example.events()) {
                JsonObject published = ((JsonObject) RecordingEngine.yaml(event)).with("id", JsonString.of("e" + id++));
                while (engine.engine().events().publish(published).join() == 0) {
                    Thread.onSpinWait();
                }
            }
            if (example.cancelAfter() != null) {
                cancel.await();
                run.cancel("it has shown what it does");
            }
            RunResult result = engine.end(workflow, run, steps);
            assertThat(result.status()).as("%s", result).isEqualTo(example.status());
            assertThat(
                            result.status() == Status.FAULTED
                                    ? String.valueOf(result.error())
                                    : String.valueOf(result.output()))
                    .contains(example.result());
        }
    }
}
