package io.flowork.host.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.host.command.Cli;
import io.flowork.host.terminal.Screen;
import io.flowork.host.terminal.Stopping;
import io.flowork.host.terminal.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code flowork dap} with a run of an engine elsewhere. */
class ServeDapTest extends ServeContract {
    private static final String WORKFLOW = "do: [{first: {set: {n: 1}}}, {last: {set: {m: '${ .n + 41 }'}}}]";

    private String debug(String run) throws IOException {
        String engine = gateway.address().toString();
        StringBuilder in = new StringBuilder();
        int seq = 1;
        for (String request : new String[] {
            "'command':'initialize','arguments':{'adapterID':'flowork'}",
            "'command':'attach','arguments':{'engine':'" + engine + "','run':'" + run + "'}",
            "'command':'configurationDone'",
            "'command':'stackTrace','arguments':{'threadId':1}",
            "'command':'next','arguments':{'threadId':1}",
            "'command':'evaluate','arguments':{'expression':'.n + 41'}"
        }) {
            String json = "{\"type\":\"request\",\"seq\":" + seq++ + "," + request.replace('\'', '"') + "}";
            in.append("Content-Length: ").append(json.length()).append("\r\n\r\n").append(json);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String token = Files.readString(folder.resolve("token")).strip();
        int exit = Cli.run(
                new String[] {"dap"},
                new Surroundings(
                        new ByteArrayInputStream(in.toString().getBytes(UTF_8)),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                        Map.of("FLOWORK_TOKEN", token),
                        folder,
                        Screen.NONE,
                        Stopping.NEVER));
        assertThat(exit).isZero();
        assertThat(out.toString(UTF_8)).doesNotContain(token);
        return out.toString(UTF_8);
    }

    @Test
    void attachesToARunThatHasEnded() throws Exception {
        caller.deploy("debugged", WORKFLOW);
        String run = caller.started("debugged");
        caller.awaitStatus(run, "completed");

        for (String name : new String[] {run, run.substring(0, run.length() - 2), "last"}) {
            assertThat(debug(name))
                    .contains("\"reason\":\"entry\"", "\"name\":\"first\"", "\"sourceReference\":1", "\"result\":\"42\"");
        }
        assertThat(debug("00000000-0000-0000-0000-000000000000"))
                .contains("\"command\":\"attach\",\"success\":false", "00000000-0000-0000-0000-000000000000");
    }
}
