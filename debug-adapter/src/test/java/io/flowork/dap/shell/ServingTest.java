package io.flowork.dap.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServingTest {

    @Test
    void answersUntilTheClientDisconnects() throws InterruptedException {
        String said = served(
                "{'seq':1,'type':'request','command':'initialize','arguments':{'adapterID':'flowork'}}",
                "{'seq':2,'type':'request','command':'disconnect'}",
                "{'seq':3,'type':'request','command':'threads'}");

        assertThat(said).contains("\"request_seq\":1").contains("\"request_seq\":2");
        assertThat(said).doesNotContain("\"request_seq\":3").contains("\"supportsConfigurationDoneRequest\":true");
    }

    @Test
    void refusesWhatItDoesNotKnow() throws InterruptedException {
        assertThat(served("{'seq':1,'type':'request','command':'readMemory','arguments':{'memoryReference':'x'}}"))
                .contains("\"success\":false");
        assertThat(served("{'seq':1,'type':'request','command':'noSuchThing','arguments':{}}"))
                .contains("\"success\":false");
    }

    @Test
    void endsWithAClientThatIsGone() throws InterruptedException {
        assertThat(served("{'seq':1,'type':'request','command':'initialize','arguments':{'adapterID':'flowork'}}"))
                .contains("\"success\":true");
    }

    @Test
    void answersCommandsThatAreTyped() throws InterruptedException {
        String said = served(
                "{'seq':1,'type':'request','command':'initialize','arguments':{'adapterID':'flowork'}}",
                "{'seq':2,'type':'request','command':'attach','arguments':{'program':'/two.flow.yaml'}}",
                "{'seq':3,'type':'request','command':'configurationDone'}",
                "{'seq':5,'type':'request','command':'evaluate','arguments':{'expression':':where','context':'repl'}}",
                "{'seq':6,'type':'request','command':'evaluate','arguments':{'expression':':jump','context':'repl'}}");

        assertThat(said).contains("#0 first  /do/0/first").contains("There is no command");
    }

    private static String served(String... messages) throws InterruptedException {
        StringBuilder in = new StringBuilder();
        for (String message : messages) {
            String json = message.replace('\'', '"');
            in.append("Content-Length: ").append(json.getBytes(UTF_8).length).append("\r\n\r\n");
            in.append(json);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Serving.serve(
                new ByteArrayInputStream(in.toString().getBytes(UTF_8)),
                out,
                new AdapterContext(
                        "1.2.3",
                        new MemoryRuns()
                                .file("/two.flow.yaml", "do: [{first: {set: {a: 1}}}, {second: {set: {b: 2}}}]\n")));
        return out.toString(UTF_8);
    }
}
