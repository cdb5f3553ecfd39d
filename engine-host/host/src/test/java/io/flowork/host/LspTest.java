package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code flowork lsp} over standard input and output. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LspTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void bench() {
        bench = new Workbench(folder);
    }

    private static String frame(String message) {
        return "Content-Length: " + message.length() + "\r\n\r\n" + message;
    }

    @Test
    void aClientThatSaysGoodbyeEndsItInOrder() {
        bench.in(frame(
                        "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"initialize\", \"params\": {\"capabilities\": {}}}")
                + frame("{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"shutdown\"}")
                + frame("{\"jsonrpc\": \"2.0\", \"method\": \"exit\"}"));
        String out = bench.run("lsp").ended(0).out();
        assertThat(out)
                .startsWith("Content-Length: ")
                .contains("\"positionEncoding\":\"utf-16\"", "\"completionProvider\"", "\"name\":\"Flowork\"");
    }

    @Test
    void aClientThatIsGoneEndsIt() {
        bench.in("");
        assertThat(bench.run("lsp", "--stdio").ended(1).out()).isEmpty();
    }

    @Test
    void aPortIsANumber() {
        assertThat(bench.run("lsp", "--port", "many").ended(2).err()).contains("--port is a number", "many");
    }
}
