package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.plugin.PluginJar;
import io.flowork.host.serve.DataFolder;
import io.flowork.store.StoredProgram;
import io.flowork.store.StoredWorkflow;
import io.flowork.store.Write;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** What {@code flowork doctor} says about an engine's data folder. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class DoctorTest {
    @TempDir
    Path folder;

    private Workbench bench;
    private Path data;

    @BeforeEach
    void setUp() throws IOException {
        bench = new Workbench(folder).variable("HOME", folder.toString()).file("free.toml", "[serve]\nport = 0\n");
        data = folder.resolve("data");
    }

    private Workbench.Outcome doctor(String... more) {
        String[] arguments = new String[more.length + 5];
        System.arraycopy(new String[] {"doctor", "--data", "data", "--config", "free.toml"}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return bench.run(arguments);
    }

    private static StoredProgram program(String name, String tasks) {
        return StoredProgram.of("test", name, "1.0.0", "yaml", Workbench.workflow(name, tasks));
    }

    private void store(StoredProgram program, String run) {
        try (SqliteStore store = SqliteStore.open(data)) {
            store.write(
                    new Write.PutProgram(program),
                    new Write.PutWorkflow(
                            new StoredWorkflow("test", program.name(), "1.0.0", program.hash(), 1), false),
                    new Write.CreateRun(run, program.hash(), Status.PENDING, 1, 1, JsonObject.EMPTY, null));
        }
    }

    @Test
    void aFolderThatIsAsItShouldBe() throws IOException {
        store(program("good", "- a: {wait: {hours: 1}}\n"), "run-1");
        Files.writeString(data.resolve("token"), "secret-token");
        Files.setPosixFilePermissions(data.resolve("token"), PosixFilePermissions.fromString("rw-------"));
        try (DataFolder owned = DataFolder.take(data, "data")) {
            assertThat(owned).isNotNull();
            Workbench.Outcome outcome = doctor().ended(0);
            assertThat(outcome.out())
                    .contains(
                            "✓",
                            "data, in use by process " + ProcessHandle.current().pid())
                    .contains("1 run, ", "intact", "1, the program of each can be loaded", "for its owner only")
                    .contains("serve.port (free.toml)", "any that is free")
                    .doesNotContain("secret-token", "✗", "\u001b");
        }
        assertThat(doctor().ended(0).out()).contains("data, no engine has it");
    }

    @Test
    void everythingThatIsWrongIsNamedWithWhatToDo() throws IOException {
        store(StoredProgram.of("test", "needs", "1.0.0", "yaml", """
                        document: {dsl: '1.0.3', namespace: test, name: needs, version: '1.0.0'}
                        use: {secrets: [password]}
                        do:
                          - a: {set: {x: 1}}
                        """), "run-1");
        store(program("stuck", "- a: {call: gone}\n"), "run-2");
        Files.writeString(data.resolve("token"), "x");
        Files.setPosixFilePermissions(data.resolve("token"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            bench.file("free.toml", "[serve]\nport = " + other.getLocalPort() + "\n");
            assertThat(doctor().ended(5).out())
                    .contains("1 cannot go on: The stored workflow test/stuck 1.0.0 has errors", "put back the plug-in")
                    .contains("others than its owner can read or write it")
                    .contains("chmod 700 data")
                    .contains(other.getLocalPort() + " is taken by another program", "ss -ltnp")
                    .contains("secret password", "The secret 'password' is not configured");
        }
    }

    @Test
    void aPluginThatIsBackFreesTheRunsThatNeedIt() throws IOException {
        store(program("stuck", "- a: {call: gone}\n"), "run-2");
        PluginJar.of("back").function("Gone", "gone", "").into(data.resolve("plugins"), "back.jar");
        assertThat(doctor().ended(0).out())
                .contains(
                        "1, the program of each can be loaded",
                        "back 1.0.0 (data/plugins/back.jar), adds function gone");
    }

    @Test
    void aDamagedStoreIsFound() throws IOException {
        store(program("good", "- a: {wait: {hours: 1}}\n"), "run-1");
        try (RandomAccessFile file =
                new RandomAccessFile(data.resolve(SqliteStore.FILE).toFile(), "rw")) {
            byte[] noise = new byte[2_000];
            java.util.Arrays.fill(noise, (byte) 0x5a);
            for (long at = 4_096; at < file.length(); at += 4_096) {
                file.seek(at);
                file.write(noise);
            }
        }
        JsonObject store = JsonObject.EMPTY;
        for (JsonValue check : (JsonArray) doctor("--json").ended(5).json().get("checks")) {
            store = JsonString.of("engine's store").equals(((JsonObject) check).get("name"))
                    ? (JsonObject) check
                    : store;
        }
        assertThat(store.get("status")).isEqualTo(JsonString.of("fail"));
        assertThat(String.valueOf(store.get("hint"))).contains("--salvage");
    }

    @Test
    void anUnknownSettingIsAFinding() throws IOException {
        bench.file("free.toml", "[serve]\nprt = 1\n");
        assertThat(doctor().ended(5).out()).contains("there is no setting 'serve.prt'", "serve.port");
    }
}
