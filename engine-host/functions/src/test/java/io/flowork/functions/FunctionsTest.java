package io.flowork.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.functions.http.HttpFunction;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.memory.BoundedFunction;
import io.flowork.functions.plugin.Plugins;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionsTest {
    /** A function that a jar adds. */
    public static class Added implements FunctionHandler {
        @Override
        public FunctionDescriptor descriptor() {
            return new FunctionDescriptor("added", "Answers.", JsonObject.EMPTY, JsonObject.EMPTY);
        }

        @Override
        public JsonValue call(FunctionCall call) {
            return JsonBoolean.TRUE;
        }
    }

    /** A function that would take the place of one of the engine's. */
    public static final class Impostor extends Added {
        @Override
        public FunctionDescriptor descriptor() {
            return new FunctionDescriptor("http", "Pretends.", JsonObject.EMPTY, JsonObject.EMPTY);
        }
    }

    private static Functions withPlugins(Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(FunctionHandler.class.getName()),
                Impostor.class.getName() + "\n" + Added.class.getName() + "\n");
        ClassLoader plugins =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, FunctionsTest.class.getClassLoader());
        return Functions.load(HttpSettings.DEFAULT, Plugins.onClassPath(plugins));
    }

    @Test
    void everyFunctionIsFoundByTheNameItDescribes() {
        Functions functions = Functions.load();
        List<String> names =
                functions.descriptors().stream().map(FunctionDescriptor::name).toList();
        assertThat(names)
                .containsExactly(
                        "a2a",
                        "asyncapi",
                        "grpc",
                        "http",
                        "mcp",
                        "openapi",
                        "resource",
                        "run:container",
                        "run:script",
                        "run:shell");
        for (FunctionDescriptor descriptor : functions.descriptors()) {
            assertThat(descriptor.summary()).endsWith(".");
            assertThat(descriptor.input().get("type")).isEqualTo(JsonString.of("object"));
            FunctionHandler handler = functions.find(descriptor.name());
            assertThat(handler).isNotNull().isSameAs(functions.find(descriptor.name()));
        }
        assertThat(functions.find("nope")).isNull();
    }

    @Test
    void theHttpClientIsLoadedOnlyByACall() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-Xlog:class+load:stdout",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Lookup.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(loaded).contains("io.flowork.functions.process.ShellFunction ");
        assertThat(loaded)
                .doesNotContain("java.net.http.")
                .doesNotContain("io.flowork.functions.http.HttpCaller ")
                .doesNotContain("io.grpc.")
                .doesNotContain("com.google.protobuf.");
        assertThat(loaded).doesNotContain("io.roastedroot.").doesNotContain("run.endive.");
    }

    /** Loads the functions and looks one up, as a workflow without a call over HTTP does. */
    public static final class Lookup {
        private Lookup() {}

        /** Exits with 0 if the function is there. */
        public static void main(String[] args) {
            System.exit(Functions.load().find("run:shell") == null ? 1 : 0);
        }
    }

    @Test
    void aJarAddsFunctionsButReplacesNone(@TempDir Path folder) throws Exception {
        Functions functions = withPlugins(folder);
        assertThat(functions.find("added")).isNotNull();
        assertThat(functions.signatures().names()).containsExactly("added");
        assertThat(functions.find("http"))
                .isInstanceOfSatisfying(
                        BoundedFunction.class, own -> assertThat(own.handler()).isInstanceOf(HttpFunction.class));
        assertThat(functions.descriptors()).extracting(FunctionDescriptor::name).endsWith("added");
    }
}
