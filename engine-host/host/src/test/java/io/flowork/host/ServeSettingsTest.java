package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the settings of the engine host come from, and what is refused. Nothing here gets as far as to listen. */
class ServeSettingsTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void prepare() {
        bench = new Workbench(folder).variable("HOME", folder.toString());
    }

    @Test
    void anOptionComesBeforeAVariableBeforeAFile() throws IOException {
        bench.file("flowork.toml", "[serve]\nport = 70_000\n");
        assertThat(bench.run("serve").ended(2).err()).contains("flowork.toml: serve.port", "from 0 to 65535", "70000");
        bench.variable("FLOWORK_SERVE_PORT", "many");
        assertThat(bench.run("serve").ended(2).err()).contains("FLOWORK_SERVE_PORT: serve.port", "'many'");
        assertThat(bench.run("serve", "--port", "-1").ended(2).err()).contains("--port: serve.port", "'-1'");
        bench.file("other.toml", "[serve]\nbody-bytes = 0\n");
        assertThat(bench.run("serve", "--config", "other.toml", "--port", "0")
                        .ended(2)
                        .err())
                .contains("other.toml: serve.body-bytes");
        assertThat(bench.run("config", "show", "--origin").ended(0).out()).contains("serve.port", "FLOWORK_SERVE_PORT");
    }

    @Test
    void whereToKeepDataMustBeKnown() {
        assertThat(new Workbench(folder).run("serve").ended(2).err()).contains("no HOME", "--data DIR");
    }

    @Test
    void onlyThisMachineIsListenedTo() {
        for (String address : new String[] {"0.0.0.0", "192.168.1.1", "::", "example.com", "127.0.0.1.evil"}) {
            assertThat(bench.run("serve", "--bind", address).ended(2).err())
                    .contains("--bind: '" + address + "' is not an address of this machine only", "SSH tunnel");
        }
    }

    @Test
    void whatIsNotUnderstoodIsRefusedWithASuggestion() throws IOException {
        assertThat(bench.run("serve", "--prot", "1").ended(2).err()).contains("did you mean '--port'?");
        assertThat(bench.run("serve", "--allow", "shel").ended(2).err()).contains("did you mean 'shell'?");
        assertThat(bench.run("serve", "--core-only", "--gateway-only").ended(2).err())
                .contains("choose one of");
        assertThat(bench.run("serve", "--config", "none.toml").ended(2).err()).contains("none.toml");
        bench.file("flowork.toml", "[serve]\nbnd = '127.0.0.1'\n");
        assertThat(bench.run("serve").ended(2).err()).contains("there is no setting 'serve.bnd'", "'serve.bind'");
    }
}
