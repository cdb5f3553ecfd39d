package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.functions.process.ProcessSettings;
import io.flowork.host.serve.ServeOptions.Parts;
import io.flowork.host.terminal.Screen;
import io.flowork.host.terminal.Stopping;
import io.flowork.host.terminal.Surroundings;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.schedule.MissedFirings;
import io.flowork.store.sqlite.SqliteProvider;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * An engine host in the process of a test.
 *
 * @param host the host
 * @param err what it has said
 */
public record StartedHost(EngineHost host, ByteArrayOutputStream err) {
    /** The largest content of a request. */
    static final long BODY_BYTES = 200_000;

    private static final String LISTENING = "listening on ";

    /** What is usual in tests. */
    public static ServeOptions options(Path folder, int port, Parts parts) {
        return options(folder, port, parts, BODY_BYTES, Upkeep.NONE, Secrets.NONE);
    }

    /** The same for those who send more, want something kept up, or have secrets. */
    public static ServeOptions options(
            Path folder, int port, Parts parts, long bodyBytes, Upkeep upkeep, Secrets secrets) {
        return new ServeOptions(
                folder,
                parts,
                new ServeOptions.Listening("127.0.0.1", port, bodyBytes, 100),
                SqliteProvider.USUAL,
                EngineSettings.of("test"),
                MissedFirings.ONCE,
                upkeep,
                new ServeOptions.Reach(ProcessSettings.of(Map.of()), secrets, Map.of()),
                ServeOptions.Extensions.NONE);
    }

    /** Starts a host. */
    public static StartedHost of(ServeOptions options) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                InputStream.nullInputStream(),
                new PrintStream(OutputStream.nullOutputStream()),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                options.data(),
                Screen.NONE,
                Stopping.NEVER);
        return new StartedHost(EngineHost.start(options, surroundings), err);
    }

    /** Where its gateway listens. */
    public URI address() {
        String said = err.toString(StandardCharsets.UTF_8);
        assertThat(said).startsWith(LISTENING + "http://127.0.0.1:");
        return URI.create(said.strip().substring(LISTENING.length()));
    }
}
