package io.flowork.host.command;

import io.flowork.functions.Functions;
import io.flowork.functions.http.HttpSettings;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.host.check.EditorFiles;
import io.flowork.host.config.Configuration;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.recorded.EditorRuns;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.Version;
import io.flowork.lsp.shell.ServerContext;
import io.flowork.lsp.shell.Serving;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork lsp}: one client, over standard input and output or a socket of this machine. */
final class LspCommand implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "lsp",
                        "The language server for editors.",
                        "flowork lsp                 # over standard input and output, as editors start it",
                        "flowork lsp --port 7412     # over a socket of this machine, for one client")
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
        return port == null ? overStandardStreams(surroundings) : overSocket(number(port), surroundings);
    }

    /** Serves the program that has started this process. */
    static ExitCode overStandardStreams(Surroundings surroundings) {
        HeapWatch.start();
        try (EditorRuns runs = new EditorRuns(surroundings)) {
            return exit(Serving.serve(surroundings.in(), surroundings.out(), context(surroundings, runs)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.BROKEN;
        }
    }

    private static ExitCode overSocket(int port, Surroundings surroundings) {
        HeapWatch.start();
        try (EditorRuns runs = new EditorRuns(surroundings);
                ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            surroundings.err().println("listening on 127.0.0.1:" + server.getLocalPort());
            surroundings.err().flush();
            try (Socket client = server.accept()) {
                return exit(
                        Serving.serve(client.getInputStream(), client.getOutputStream(), context(surroundings, runs)));
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.BROKEN,
                    "The language server cannot listen on port " + port + " (" + e.getMessage() + ")",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.BROKEN;
        }
    }

    private static ServerContext context(Surroundings surroundings, EditorRuns runs) {
        FunctionSignatures functions = Functions.load(
                        HttpSettings.DEFAULT, HostPlugins.of(Configuration.of(surroundings), surroundings))
                .signatures();
        return new ServerContext(Version.current(), functions, new EditorFiles(surroundings), runs);
    }

    private static int number(String port) {
        int number = port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : -1;
        if (number < 0 || number > 65_535) {
            throw CommandException.usage("--port is a number from 0 to 65535, not '" + port + "'");
        }
        return number;
    }

    /** LSP: the exit code is 1 for a client that leaves without asking for the end. */
    private static ExitCode exit(boolean inOrder) {
        return inOrder ? ExitCode.OK : ExitCode.FAILED;
    }
}
