package io.flowork.host.command;

import io.flowork.dap.shell.AdapterContext;
import io.flowork.dap.shell.Serving;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.Version;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork dap}: the program that starts it, over standard input and output, or others over sockets of this machine. */
final class DapCommand implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "dap",
                        "The debug adapter for editors: steps through runs, forwards and backwards.",
                        "flowork dap                 # over standard input and output, as editors start it",
                        "flowork dap --port 7413     # over sockets of this machine, for any number of editors")
                .addOption(Specs.flag("--stdio", "Speak over standard input and output. Usual."))
                .addOption(
                        Specs.option("--port", "N", "Listen on 127.0.0.1 instead; 0 picks a free port and says it."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        HeapWatch.start();
        AdapterContext context = new AdapterContext(Version.current(), new DebuggerRuns(surroundings));
        String port = Specs.value(arguments, "--port");
        return port == null
                ? overStandardStreams(context, surroundings)
                : LocalPort.serve(
                        LocalPort.number(port),
                        "The debug adapter",
                        Thread.ofPlatform().daemon().name("flowork-dap-client"),
                        surroundings,
                        (in, out) -> Serving.serve(in, out, context));
    }

    /** Serves the program that has started this process. */
    private static ExitCode overStandardStreams(AdapterContext context, Surroundings surroundings) {
        try {
            Serving.serve(surroundings.in(), surroundings.out(), context);
            return ExitCode.OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.BROKEN;
        }
    }
}
