package io.flowork.host.command;

import io.flowork.host.config.Configuration;
import io.flowork.host.editor.LanguageServers;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.serve.LocalEngine;
import io.flowork.host.terminal.Surroundings;
import io.flowork.lsp.shell.Serving;
import java.util.Arrays;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork lsp}: the program that starts it, over standard input and output, or others over sockets of this machine. */
final class LspCommand implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "lsp",
                        "The language server for editors.",
                        "flowork lsp                 # over standard input and output, as editors start it",
                        "flowork lsp --port 7412     # over sockets of this machine, for any number of editors")
                .addOption(Specs.flag("--stdio", "Speak over standard input and output. Usual."))
                .addOption(
                        Specs.option("--port", "N", "Listen on 127.0.0.1 instead; 0 picks a free port and says it."));
    }

    /** Whether these are the arguments that editors give, which need no parser: it takes longer to load than the server. */
    static boolean isUsual(String[] arguments) {
        return Arrays.equals(arguments, new String[] {"lsp"})
                || Arrays.equals(arguments, new String[] {"lsp", "--stdio"});
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        String port = Specs.value(arguments, "--port");
        return port == null ? overStandardStreams(surroundings) : overSockets(LocalPort.number(port), surroundings);
    }

    /** Serves the program that has started this process. */
    static ExitCode overStandardStreams(Surroundings surroundings) {
        HeapWatch.start();
        try (LanguageServers servers = servers(surroundings)) {
            boolean inOrder = Serving.serveStarter(surroundings.in(), surroundings.out(), servers.context());
            return inOrder
                    ? ExitCode.OK
                    : ExitCode.FAILED; // LSP: 1 for a client that leaves without asking for the end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.BROKEN;
        }
    }

    /** Serves everybody who connects, each with a server of its own, until this process is ended. */
    private static ExitCode overSockets(int port, Surroundings surroundings) {
        HeapWatch.start();
        try (LanguageServers servers = servers(surroundings)) {
            return LocalPort.serve(
                    port,
                    "The language server",
                    Thread.ofVirtual().name("flowork-lsp-client"),
                    surroundings,
                    (in, out) -> Serving.serve(in, out, servers.context()));
        }
    }

    private static LanguageServers servers(Surroundings surroundings) {
        return new LanguageServers(
                surroundings,
                HostPlugins.of(Configuration.of(surroundings), surroundings),
                new LocalEngine(surroundings));
    }
}
