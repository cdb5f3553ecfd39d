package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.host.serve.ServeOptions.Parts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An engine host that is called over HTTP, once with core and gateway together and once with them apart. */
@ParameterizedClass(name = "{0}")
@EnumSource(ServeContract.Layout.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ServeContract {
    /** How core and gateway are. */
    enum Layout {
        /** In one place. */
        TOGETHER,
        /** With a socket between them. */
        APART
    }

    /** Held here, because the JDK forgets a logger that nobody holds, and its level with it. */
    private static final Logger LIBRARIES = Logger.getLogger("org.eclipse");

    static {
        LIBRARIES.setLevel(Level.WARNING);
    }

    @TempDir
    static Path base;

    @Parameter
    Layout layout;

    Path folder;
    StartedHost gateway;
    Caller caller;
    private @Nullable StartedHost core;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createTempDirectory(base, "d");
        if (layout == Layout.TOGETHER) {
            gateway = host(Parts.BOTH);
        } else {
            startCore();
            gateway = host(Parts.GATEWAY);
        }
        caller = new Caller(gateway.address(), folder);
    }

    @AfterEach
    void close() {
        caller.close();
        gateway.host().stop();
        stopCore();
    }

    StartedHost host(Parts parts) {
        return StartedHost.of(StartedHost.options(folder, 0, parts));
    }

    void startCore() {
        core = host(Parts.CORE);
        assertThat(core.err().toString(StandardCharsets.UTF_8)).contains("core.sock");
    }

    void stopCore() {
        if (core != null) {
            core.host().stop();
        }
    }
}
