package io.flowork.lsp.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.eclipse.lsp4j.InitializeParams;
import org.junit.jupiter.api.Test;

/** What goes to a client and comes back, and what a client says that it has. */
class ResolveDataTest {
    @Test
    void whatComesBackIsWhatWasGiven() {
        ResolveData data = new ResolveData("file:///a b.flow.yaml", "types", "/do/0/grö\"ße");
        assertThat(ResolveData.of("[\"file:///a b.flow.yaml\", \"types\", \"/do/0/grö\\\"ße\"]"))
                .contains(data);
        assertThat(data.told()).isEqualTo(List.of(data.uri(), data.kind(), data.place()));
    }

    @Test
    void whatWasNeverGivenIsNothing() {
        assertThat(ResolveData.of(null)).isEmpty();
        assertThat(ResolveData.of("{\"uri\": 1}")).isEmpty();
        assertThat(ResolveData.of("[\"a\", \"b\"]")).isEmpty();
        assertThat(ResolveData.of("no JSON")).isEmpty();
    }

    @Test
    void aClientSaysItsCommandsInItsOptions() {
        assertThat(commands("{\"commands\": [\"flowork.run\", 1]}")).containsExactly("flowork.run");
        assertThat(commands("{\"flowork\": {\"commands\": [\"flowork.debug\"]}}"))
                .containsExactly("flowork.debug");
        assertThat(commands("[]")).isEmpty();
        assertThat(ClientCommands.of(new InitializeParams())).isEmpty();
    }

    private static Set<String> commands(String options) {
        return ClientCommands.of(params(options));
    }

    private static InitializeParams params(String options) {
        InitializeParams params = new InitializeParams();
        params.setInitializationOptions(options);
        return params;
    }
}
