package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonObject;
import io.flowork.host.plugin.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins in the data folder, as commands use them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class PluginsTest {
    private static final Pattern BLOCK = Pattern.compile("`([^`\n]+)`:\n\n```\\w*\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private Workbench bench;
    private Path plugins;

    @BeforeEach
    void setUp() {
        bench = new Workbench(folder)
                .variable("XDG_DATA_HOME", folder.resolve("data").toString());
        plugins = folder.resolve("data/flowork/plugins");
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> blocks = new LinkedHashMap<>();
        Matcher matcher = BLOCK.matcher(Files.readString(Workbench.root().resolve("docs/plugins.md")));
        while (matcher.find()) {
            blocks.put(matcher.group(1), matcher.group(2));
        }
        return blocks;
    }

    private Map<String, String> shout() throws IOException {
        Map<String, String> blocks = documented();
        PluginJar jar = PluginJar.of("shout").manifest(blocks.get("META-INF/MANIFEST.MF"));
        blocks.forEach((name, text) -> {
            if (name.endsWith(".java")) {
                jar.source(name, text);
            } else if (name.startsWith("META-INF/services/")) {
                jar.file(name, text);
            }
        });
        jar.into(plugins, "shout.jar");
        bench.file("shouting.flow.yaml", blocks.get("shouting.flow.yaml"));
        return blocks;
    }

    private String problems() {
        return bench.run("doctor").out();
    }

    @Test
    void theExampleOnThePageRunsAndIsChecked() throws IOException {
        shout();
        JsonObject output = bench.run("run", "shouting.flow.yaml", "--input", "{\"greeting\": \"hello\"}")
                .ended(0)
                .json();
        assertThat(output).hasToString("{\"answer\":\"HELLO!\"}");
        bench.run("check", "shouting.flow.yaml").ended(0);
        bench.file("wrong.flow.yaml", Workbench.workflow("wrong", """
                - a: {call: shout, with: {txt: hi}}
                - b: {call: shuot, with: {text: hi}}
                """));
        assertThat(bench.run("check", "wrong.flow.yaml").ended(1).out()).contains("did you mean 'shout'?");
        bench.file("wrong.flow.yaml", Workbench.workflow("wrong", """
                - a: {call: shout, with: {txt: hi}}
                - b: {set: {n: '${ .loud | keys }'}}
                """));
        assertThat(bench.run("check", "wrong.flow.yaml").ended(0).out())
                .contains("wrong.flow.yaml:7:34")
                .contains("the input schema of 'shout' refuses this")
                .contains("keys");
        assertThat(problems()).contains("shout", "1.2.0", "function shout", "shout.jar");
    }

    @Test
    void withoutThePluginItsFunctionIsUnknown() throws IOException {
        bench.file("shouting.flow.yaml", documented().get("shouting.flow.yaml"));
        assertThat(bench.run("run", "shouting.flow.yaml").ended(1).err()).contains("there is no function 'shout'");
        assertThat(plugins).doesNotExist();
    }

    @Test
    void whatGoesInAndWhatComesOutIsHeldAgainstTheSchemas() throws IOException {
        shout();
        assertThat(bench.run("run", "shouting.flow.yaml", "--input", "{\"greeting\": 7}")
                        .ended(1)
                        .err())
                .contains("The function 'shout' was given what its schema refuses", "/text");
        assertThat(bench.run("run", "shouting.flow.yaml", "--input", "{\"greeting\": \" \"}")
                        .ended(1)
                        .err())
                .contains("There is nothing to shout.");
    }

    @Test
    void secretsArePlainForAPluginAndMaskedAfterIt() throws IOException {
        PluginJar.of("echo")
                .function("Echo", "echo", "said = call.arguments().get(\"token\").toString();")
                .into(plugins, "echo.jar");
        bench.variable("FLOWORK_SECRET_TOKEN", "topsecret").file("echo.flow.yaml", """
                document: {dsl: '1.0.3', namespace: test, name: echo, version: '1.0.0'}
                use: {secrets: [token]}
                do:
                  - a: {call: echo, with: {token: '${ $secrets.token }'}}
                """);
        assertThat(bench.run("run", "echo.flow.yaml").ended(0).out())
                .contains("••••")
                .doesNotContain("topsecret");
    }

    @Test
    void aPluginSeesNothingOfTheEngineButTheInterfaces() throws IOException {
        PluginJar.of("nosy").function("Nosy", "nosy", """
                        for (String type : new String[] {
                                "com.fasterxml.jackson.core.JsonFactory", "io.flowork.runtime.Engine",
                                "io.flowork.functions.http.HttpCaller", "picocli.CommandLine"}) {
                            try {
                                Class.forName(type);
                                said += " sees " + type;
                            } catch (ClassNotFoundException e) {
                                said += " .";
                            }
                        }
                        said += Thread.currentThread().getContextClassLoader() == getClass().getClassLoader();
                        """).into(plugins, "nosy.jar");
        bench.file("nosy.flow.yaml", Workbench.workflow("nosy", "- a: {call: nosy}\n"));
        assertThat(bench.run("run", "nosy.flow.yaml").ended(0).json()).hasToString("{\"said\":\"Nosy . . . .true\"}");
    }

    @Test
    void theSameClassInTwoPluginsIsTwoClasses() throws IOException {
        PluginJar.of("one").function("Same", "one", "said = \"first\";").into(plugins, "one.jar");
        PluginJar.of("two").function("Same", "two", "said = \"second\";").into(plugins, "two.jar");
        bench.file("both.flow.yaml", Workbench.workflow("both", """
                - a: {call: one, export: {as: '${ . }'}}
                - b: {call: two, output: {as: '${ [$context.said, .said] }'}}
                """));
        assertThat(bench.run("run", "both.flow.yaml").ended(0).out())
                .contains("first")
                .contains("second");
    }

    @Test
    void aStoreIsOpenedByWhoeverHasItsScheme() throws IOException {
        bench.variable("FLOWORK_SERVE_STORE", "memo://there");
        assertThat(bench.run("serve", "--port", "0").ended(2).err())
                .contains("nothing opens stores by 'memo:'; there is sqlite");
        PluginJar.of("memo")
                .source("plug/Memo.java", """
                        package plug;

                        import io.flowork.store.*;
                        import java.net.URI;
                        import java.nio.file.Path;

                        public class Memo implements StoreProvider {
                            public String scheme() { return "memo"; }
                            public Store open(URI url, Path data) {
                                throw new StoreException(StoreException.Kind.NOT_FOUND, "The memo " + url + " is away.");
                            }
                        }
                        """)
                .file("META-INF/services/io.flowork.store.StoreProvider", "plug.Memo\n")
                .into(plugins, "memo.jar");
        assertThat(bench.run("serve", "--port", "0").ended(3).err()).contains("The memo memo://there is away.");
    }

    @Test
    void brokenPluginsAreNamedAndHinderNobody() throws IOException {
        shout();
        Files.writeString(plugins.resolve("damaged.jar"), "no jar");
        PluginJar.of("old")
                .manifest("Manifest-Version: 1.0\nFlowork-Spi: 0\n")
                .function("Old", "old", "")
                .into(plugins, "old.jar");
        PluginJar.of("unsaid").manifest("Manifest-Version: 1.0\n").into(plugins, "unsaid.jar");
        PluginJar.of("missing")
                .source(
                        "plug/Library.java",
                        "package plug; public class Library { public static String x() { return null; } }")
                .function("Missing", "missing", "")
                .source("plug/Missing2.java", """
                        package plug;
                        public class Missing2 extends Missing {
                            static final String X = Library.x();
                        }
                        """)
                .service("FunctionHandler", "plug.Missing", "plug.Missing2", "plug.Nowhere")
                .without("plug/Library.class")
                .into(plugins, "missing.jar");
        PluginJar.of("twice").function("Shout", "shout", "").into(plugins, "twice.jar");
        PluginJar.of("takes").function("Http", "http", "").into(plugins, "takes.jar");
        Path open = PluginJar.of("open").function("Open", "open", "").into(plugins, "open.jar");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));

        bench.run("run", "shouting.flow.yaml", "--input", "{\"greeting\": \"hello\"}")
                .ended(0);
        assertThat(problems())
                .contains("damaged.jar", "no jar that can be read")
                .contains("made for version 0 of the interfaces")
                .contains("its manifest needs 'Flowork-Spi: 1'")
                .contains("the class plug.Library is missing")
                .contains("plug.Nowhere")
                .contains("function missing")
                .contains("it gives a function 'shout', and so does 'shout' (shout.jar)")
                .contains("it gives a function 'http', which Flowork has itself")
                .contains("chmod o-w");
        bench.run("doctor").ended(5);
    }
}
