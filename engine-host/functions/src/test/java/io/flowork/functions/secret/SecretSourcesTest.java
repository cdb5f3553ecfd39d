package io.flowork.functions.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowork.functions.plugin.Plugins;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.SecretSource;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSourcesTest {
    /** A source as a plug-in brings it. */
    public static final class Vault implements SecretSource {
        @Override
        public String name() {
            return "vault";
        }

        @Override
        public @Nullable JsonValue value(String secret, Settings settings) {
            return secret.equals("vaulted") ? JsonString.of("from " + settings.configured()) : null;
        }

        @Override
        public String where(String secret, Settings settings) {
            return "the vault";
        }
    }

    @TempDir
    Path folder;

    private SecretSources sources(
            @Nullable List<String> order, Map<String, String> settings, Map<String, String> environment) {
        return new SecretSources(order, settings, environment, folder, Plugins.NONE);
    }

    private Path file(String name, String text, String mode) throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "needs POSIX file modes");
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        Path file = Files.writeString(secrets.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private String problem(SecretSources sources, String secret) {
        return String.valueOf(catchThrowableOfType(FunctionException.class, () -> sources.value(secret))
                .error()
                .detail());
    }

    @Test
    void aFileIsASecret() throws Exception {
        file("token", "c4nary-secret\n", "rw-------");
        file("login", "{\"username\": \"ada\", \"password\": \"x\"}", "r--------");
        SecretSources sources = sources(null, Map.of("files", "secrets"), Map.of());
        assertThat(sources.value("token")).isEqualTo(JsonString.of("c4nary-secret"));
        assertThat(sources.value("login")).isEqualTo(JsonReader.parse("{\"username\":\"ada\",\"password\":\"x\"}"));
        assertThat(sources(
                                null,
                                Map.of(),
                                Map.of(
                                        "CREDENTIALS_DIRECTORY",
                                        folder.resolve("secrets").toString()))
                        .value("token"))
                .isEqualTo(JsonString.of("c4nary-secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw--w----", "rw-rw----"})
    void aFileThatOthersCanReadIsRefused(String mode) throws Exception {
        file("token", "c4nary-secret", mode);
        assertThat(problem(sources(null, Map.of("files", "secrets"), Map.of("FLOWORK_SECRET_TOKEN", "other")), "token"))
                .contains("others than its owner", "chmod 600")
                .doesNotContain("c4nary");
    }

    @Test
    void aFolderThatEverybodyCanWriteIsRefused() throws Exception {
        Path file = file("token", "c4nary-secret", "rw-------");
        Files.setPosixFilePermissions(file.resolveSibling("."), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(problem(sources(null, Map.of("files", "secrets"), Map.of()), "token"))
                .contains("chmod 700");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "..", "a/b", ".hidden", "-x", ""})
    void aNameIsNoPathAndNoOption(String name) throws Exception {
        Path outside = Files.writeString(folder.resolve("outside"), "c4nary-secret");
        Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rw-------"));
        file("-x", "c4nary-secret", "rw-------");
        SecretSources sources =
                sources(List.of("command", "environment"), Map.of("files", "secrets", "command", "echo"), Map.of());
        assertThat(problem(sources, name)).contains("is not configured");
        if (!name.equals("-x")) {
            assertThat(problem(sources(null, Map.of("files", "secrets"), Map.of()), name))
                    .contains("is not configured");
        }
    }

    @Test
    void aCommandPrintsASecret() throws Exception {
        SecretSources sources =
                sources(null, Map.of("command", "printf %s-{name}-$HOME\\n"), Map.of("PATH", System.getenv("PATH")));
        // No shell: what it would replace stays.
        assertThat(sources.value("token")).isEqualTo(JsonString.of("-token-$HOME"));
        assertThat(sources(null, Map.of("command", "echo got"), Map.of()).value("my.token"))
                .isEqualTo(JsonString.of("got my.token"));
    }

    @Test
    void aCommandThatFailsDoesNotHaveTheSecret() {
        assertThat(problem(sources(null, Map.of("command", "false"), Map.of()), "token"))
                .isEqualTo("The secret 'token' is not configured; it is not in the variable FLOWORK_SECRET_TOKEN,"
                        + " nor in the command false.");
        assertThat(problem(sources(null, Map.of("command", "no-such-program-here"), Map.of()), "token"))
                .contains("no-such-program-here, cannot be started");
        assertThat(problem(sources(null, Map.of("command", "cat /dev/zero"), Map.of()), "token"))
                .contains("cat, ");
    }

    @Test
    void theFirstSourceThatHasItGivesIt() throws Exception {
        file("both", "file", "rw-------");
        Map<String, String> settings = Map.of("files", "secrets", "command", "echo");
        Map<String, String> environment = Map.of("FLOWORK_SECRET_BOTH", "variable", "FLOWORK_SECRET_ONE", "one");
        assertThat(sources(null, settings, environment).value("both")).isEqualTo(JsonString.of("file"));
        assertThat(sources(null, settings, environment).value("one")).isEqualTo(JsonString.of("one"));
        assertThat(sources(null, settings, environment).value("none")).isEqualTo(JsonString.of("none"));
        assertThat(sources(List.of("environment", "files"), settings, environment)
                        .value("both"))
                .isEqualTo(JsonString.of("variable"));
        assertThat(problem(sources(List.of("enviroment"), settings, environment), "both"))
                .contains("names 'enviroment', but there are files, environment, command");
    }

    @Test
    void aPlugInIsASource() throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(SecretSource.class.getName()), Vault.class.getName() + "\n");
        try (URLClassLoader plugins =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, SecretSourcesTest.class.getClassLoader())) {
            SecretSources sources =
                    new SecretSources(null, Map.of("vault", "there"), Map.of(), folder, Plugins.onClassPath(plugins));
            assertThat(sources.names()).containsExactly("files", "environment", "command", "vault");
            assertThat(sources.value("vaulted")).isEqualTo(JsonString.of("from there"));
            assertThat(problem(sources, "other")).contains("nor in the vault");
        }
    }
}
