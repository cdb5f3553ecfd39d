package io.flowork.functions.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowork.core.error.WorkflowError;
import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.testkit.Calls;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line is compared as it is built; what containers do is seen of real ones, where there is an engine. */
class ContainerFunctionTest {
    private static final String IMAGE = "docker.io/library/alpine:3";
    private static @Nullable String engine;

    private final Calls calls =
            new Calls(Map.of("canary", JsonString.of("c4nary-secret")), Set.of("container"), Path.of("/flows"));

    @BeforeAll
    static void findEngine() throws Exception {
        for (String program : List.of("docker", "podman")) {
            if (engine == null && succeeds(program, "info")) {
                engine = program;
            }
        }
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** A function over a real engine that has the image. */
    private static ContainerFunction real() throws Exception {
        String program = engine;
        assumeTrue(program != null, "SKIPPED: neither Docker nor Podman answers here: no real container was run");
        boolean there = succeeds(program, "image", "inspect", IMAGE) || succeeds(program, "pull", IMAGE);
        assumeTrue(there, () -> "SKIPPED: " + program + " has no image " + IMAGE + " and cannot pull it");
        return new ContainerFunction(
                ProcessSettings.of(System.getenv()).programs(List.of("PATH"), List.of("python3"), List.of(program)));
    }

    private static List<String> line(String arguments) throws Exception {
        Arguments with = new Arguments("run: container", Calls.object(arguments));
        return Container.of(with, "flowork-k", Path.of("/flows")).arguments("k", Path.of("/own/environment"), 1_000);
    }

    private static final String HEAD = "--label io.flowork.call=k --memory 1000";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'image':'a'} | run --name flowork-k --pull missing HEAD a",
                "{'image':'a','name':'n','pullPolicy':'always'} | run --name n --pull always HEAD a",
                "{'image':'a','pullPolicy':'never','arguments':['x','y z']} | run --name flowork-k --pull never HEAD a x y_z",
                "{'image':'a','pullPolicy':'ifNotPresent','command':'echo $1','arguments':['x']} | run --name flowork-k --pull missing HEAD a sh -c echo_$1 sh x",
                "{'image':'a','stdin':''} | run --name flowork-k --pull missing HEAD --interactive a",
                "{'image':'a','environment':{'A':'b c'}} | run --name flowork-k --pull missing HEAD --env-file /own/environment a",
                "{'image':'a','ports':{'8080':80,'0.0.0.0:53':'53/udp'}} | run --name flowork-k --pull missing HEAD --publish 127.0.0.1:8080:80 --publish 0.0.0.0:53:53/udp a",
                "{'image':'a','volumes':{'./data':'/data:ro','/x':'/y','cache':'/c'}} | run --name flowork-k --pull missing HEAD --volume /flows/data:/data:ro --volume /x:/y --volume cache:/c a",
                "{'image':'a','lifetime':{'cleanup':'always'}} | run --name flowork-k --pull missing HEAD --rm a",
                "{'image':'a','lifetime':{'cleanup':'never'}} | run --name flowork-k --pull missing HEAD a",
                "{'image':'a','lifetime':{'cleanup':'eventually','after':{'minutes':1.5,'seconds':1}}} | run --name flowork-k --pull missing HEAD --label io.flowork.keep-seconds=91 a",
                "{'image':'a','lifetime':{'cleanup':'eventually','after':'PT2H'}} | run --name flowork-k --pull missing HEAD --label io.flowork.keep-seconds=7200 a",
            })
    void theCommandLineSaysWhatTheWorkflowSays(String arguments, String expected) throws Exception {
        assertThat(line(arguments.replace('\'', '"')))
                .containsExactlyElementsOf(
                        List.of(expected.replace("HEAD", HEAD).split(" ", -1)).stream()
                                .map(word -> word.replace('_', ' '))
                                .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                | needs 'image'",
                "{'image':'--privileged'}                          | must be the name of an image",
                "{'image':'a b'}                                   | must be the name of an image",
                "{'image':'a','name':'--x'}                        | must begin with a letter or digit",
                "{'image':'a','ports':{'http':80}}                 | maps ports",
                "{'image':'a','ports':{'80':'80 --privileged'}}    | maps ports",
                "{'image':'a','volumes':{'/a:/b':'/c'}}            | maps folders",
                "{'image':'a','volumes':{'/a':'relative'}}         | maps folders",
                "{'image':'a','pullPolicy':'sometimes'}            | must be ifNotPresent, always or never",
                "{'image':'a','lifetime':{'cleanup':'later'}}      | must be always, eventually or never",
                "{'image':'a','lifetime':{'cleanup':'eventually'}} | needs 'after'",
                "{'image':'a','lifetime':{'cleanup':'eventually','after':'soon'}} | must be a duration",
                "{'image':'a','environment':{'A':'b\\nC=d'}}       | cannot have the variable 'A'",
            })
    void whatIsWrongIsNamed(String arguments, String detail) throws Exception {
        WorkflowError error = calls.error(
                new ContainerFunction(ProcessSettings.of(Map.of("PATH", "/nowhere"))), arguments.replace('\'', '"'));
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "validation");
        assertThat(error.detail()).contains(detail);
    }

    @Test
    void withoutAnEngineTheErrorSaysWhatToInstall() throws Exception {
        WorkflowError error =
                calls.error(new ContainerFunction(ProcessSettings.of(Map.of("PATH", "/nowhere"))), "{\"image\":\"a\"}");
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "configuration");
        assertThat(error.detail()).contains("needs docker or podman", "process.container");
    }

    @Test
    void argumentsInputAndEnvironmentReachTheContainer() throws Exception {
        JsonObject call = Calls.object(
                        "{\"command\":\"input=$(cat)\\necho \\\"$input $1 $2 $KEY\\\"; echo no >&2\",\"stdin\":{\"a\":1},"
                                + "\"arguments\":[\"Foo\",\"b c\"],\"lifetime\":{\"cleanup\":\"always\"},\"return\":\"all\"}")
                .with("image", JsonString.of(IMAGE))
                .with("environment", JsonObject.of("KEY", JsonSecret.of(new JsonSecret.Handle("canary", List.of()))));
        assertThat(calls.call(real(), call))
                .isEqualTo(JsonReader.parse(
                        "{\"code\":0,\"stdout\":\"{\\\"a\\\":1} Foo b c ••••\\n\",\"stderr\":\"no\\n\"}"));
        assertThat(succeeds(String.valueOf(engine), "container", "inspect", "flowork-run-1-main-0"))
                .isFalse();
    }

    @Test
    void aRepeatedCallReplacesWhatTheFirstAttemptLeft() throws Exception {
        ContainerFunction function = real();
        String call = "{\"image\":\"" + IMAGE
                + "\",\"name\":\"flowork-test-kept\",\"command\":\"exit 3\",\"return\":\"code\"}";
        assertThat(calls.call(function, call)).isEqualTo(JsonReader.parse("3"));
        assertThat(calls.call(function, call)).isEqualTo(JsonReader.parse("3"));
        String gone =
                call.replace("\"return\"", "\"lifetime\":{\"cleanup\":\"eventually\",\"after\":\"PT0S\"},\"return\"");
        assertThat(calls.call(function, gone)).isEqualTo(JsonReader.parse("3"));
        new ContainerEngine(Programs.first(List.of(String.valueOf(engine)), System.getenv()), System.getenv())
                .removeExpired(java.time.Instant.now().plusSeconds(2));
        assertThat(succeeds(String.valueOf(engine), "container", "inspect", "flowork-test-kept"))
                .isFalse();
    }

    @Test
    void aCancelledContainerIsKilled() throws Exception {
        ContainerFunction function = real();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread call = Thread.ofVirtual().start(() -> {
            try {
                calls.call(
                        function,
                        "{\"image\":\"" + IMAGE + "\",\"name\":\"flowork-test-cancelled\",\"command\":\"sleep 300\","
                                + "\"lifetime\":{\"cleanup\":\"always\"}}");
            } catch (Exception e) {
                thrown.set(e);
            }
        });
        String program = String.valueOf(engine);
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!succeeds(program, "exec", "flowork-test-cancelled", "true")) {
            assertThat(System.nanoTime()).as("the container should run by now").isLessThan(end);
        }
        call.interrupt();
        assertThat(call.join(Duration.ofSeconds(60))).isTrue();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(succeeds(program, "exec", "flowork-test-cancelled", "true")).isFalse();
    }
}
