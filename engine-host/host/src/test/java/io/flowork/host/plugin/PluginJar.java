package io.flowork.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A plug-in in the making: sources are compiled against the engine's interfaces, and what comes of them is packed. */
public final class PluginJar {
    private static final String SPI = "io.flowork.functions.spi.";

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<String> left = new ArrayList<>();
    private String manifest;

    private PluginJar(String manifest) {
        this.manifest = manifest;
    }

    /** A plug-in with a name and version that is made for this version of the interfaces. */
    public static PluginJar of(String name) {
        return new PluginJar("""
                Manifest-Version: 1.0
                Implementation-Title: %s
                Implementation-Version: 1.0.0
                Flowork-Spi: 1
                """.formatted(name));
    }

    public PluginJar manifest(String text) {
        manifest = text;
        return this;
    }

    /** Adds a class by its path, such as {@code com/example/Shout.java}. */
    public PluginJar source(String path, String text) {
        sources.put(path, text);
        return this;
    }

    public PluginJar file(String path, String text) {
        files.put(path, text);
        return this;
    }

    /** Says which classes implement an interface, by its simple name. */
    public PluginJar service(String kind, String... classes) {
        return file("META-INF/services/" + SPI + kind, String.join("\n", classes) + "\n");
    }

    /** Leaves a class out of the jar that was compiled with the others. */
    public PluginJar without(String path) {
        left.add(path);
        return this;
    }

    /** A function that gives {@code {"said": TEXT}}, written with further statements before that. */
    public PluginJar function(String type, String name, String statements) {
        return source("plug/" + type + ".java", """
                        package plug;

                        import io.flowork.functions.spi.*;
                        import io.flowork.grammar.json.*;

                        public class %s implements FunctionHandler {
                            public FunctionDescriptor descriptor() {
                                return new FunctionDescriptor("%s", "Says.", JsonObject.EMPTY, JsonObject.EMPTY);
                            }
                            public JsonValue call(FunctionCall call) throws FunctionException, InterruptedException {
                                String said = "%s";
                                %s
                                return JsonObject.of("said", JsonString.of(said));
                            }
                        }
                        """.formatted(type, name, type, statements))
                .service("FunctionHandler", "plug." + type);
    }

    /** Compiles everything and writes the jar. */
    public Path into(Path folder, String name) throws IOException {
        Path work = Files.createTempDirectory("plug-in");
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-nowarn", "-d", work.resolve("classes").toString()));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = work.resolve("src").resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(sources.isEmpty() ? 0 : compiler.run(null, null, null, arguments.toArray(String[]::new)))
                .as("the plug-in compiles")
                .isZero();
        Files.createDirectories(work.resolve("classes"));
        Files.createDirectories(folder);
        Path jar = folder.resolve(name);
        Manifest said = new Manifest(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), said);
                Stream<Path> classes = Files.walk(work.resolve("classes"))) {
            for (Path file : classes.filter(Files::isRegularFile).toList()) {
                String path = work.resolve("classes").relativize(file).toString();
                if (!left.contains(path)) {
                    out.putNextEntry(new JarEntry(path));
                    Files.copy(file, out);
                }
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                out.putNextEntry(new JarEntry(file.getKey()));
                out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }
}
