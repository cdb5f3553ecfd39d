package io.flowork.host.command;

import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.LogSettings;
import io.flowork.host.terminal.Surroundings;
import io.flowork.runtime.RunFailedException;
import io.flowork.store.StoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code flowork} command: from its arguments to an exit code. No exception leaves it. */
public final class Cli {
    private static final Map<String, Supplier<Subcommand>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("run", RunCommand::new);
        COMMANDS.put("check", CheckCommand::new);
        COMMANDS.put("runs", RunsCommand::new);
        COMMANDS.put("serve", ServeCommand::new);
        COMMANDS.put("lsp", LspCommand::new);
        COMMANDS.put("dap", DapCommand::new);
        COMMANDS.put("debug", DebugCommand::new);
        COMMANDS.put("backup", BackupCommand::new);
        COMMANDS.put("restore", RestoreCommand::new);
        COMMANDS.put("explain", ExplainCommand::new);
        COMMANDS.put("schema", SchemaCommand::new);
        COMMANDS.put("config", ConfigCommand::new);
        COMMANDS.put("doctor", DoctorCommand::new);
        COMMANDS.put("completion", CompletionCommand::new);
        COMMANDS.put("version", VersionCommand::new);
    }

    private Cli() {}

    /** Runs one command line. */
    public static int run(String[] arguments, Surroundings surroundings) {
        try {
            return dispatch(arguments, surroundings).code();
        } catch (CommandException e) {
            return failed(e.exit(), e.text(), e, surroundings);
        } catch (StoreException e) {
            return failed(exit(e.kind()), e.getMessage() + " [" + e.code() + "]", e, surroundings);
        } catch (RunFailedException e) {
            return failed(ExitCode.BROKEN, e.getMessage() + ".", e, surroundings);
        } catch (ParameterException e) {
            return failed(ExitCode.USAGE, usage(e), e, surroundings);
        } catch (OutOfMemoryError e) {
            String message =
                    "out of memory: the JVM has %d MiB. Give it more with FLOWORK_JAVA_OPTS=-Xmx8g, or make the data smaller"
                            .formatted(Runtime.getRuntime().maxMemory() >> 20);
            return failed(ExitCode.BROKEN, message, e, surroundings);
        } catch (StackOverflowError | RuntimeException e) {
            return failed(ExitCode.BROKEN, bug(e), e, surroundings);
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
    }

    private static String bug(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof OutOfMemoryError) {
            return "out of memory: the JVM has %d MiB. Give it more with FLOWORK_JAVA_OPTS=-Xmx8g, or make the data smaller"
                    .formatted(Runtime.getRuntime().maxMemory() >> 20);
        }
        String what = cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return "this is a bug in Flowork (%s). Please report it with what FLOWORK_DEBUG=1 shows".formatted(what);
    }

    private static int failed(ExitCode exit, String message, Throwable cause, Surroundings surroundings) {
        if (LogSettings.current().format() == LogSettings.Format.JSON) {
            System.getLogger(Cli.class.getName()).log(System.Logger.Level.ERROR, message);
        } else {
            surroundings.err().println(surroundings.errPaint().boldRed("flowork: ") + message);
        }
        if (surroundings.variable("FLOWORK_DEBUG") != null) {
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace));
            surroundings.err().print(trace);
        }
        return exit.code();
    }

    private static ExitCode exit(StoreException.Kind kind) {
        return switch (kind) {
            case NOT_FOUND -> ExitCode.NOT_FOUND;
            case NOT_A_STORE -> ExitCode.USAGE;
            case CONFLICT, DIFFERENT_RUN -> ExitCode.FAILED;
            case NEWER_VERSION, DAMAGED, FULL, READ_ONLY, LOCKED, IO, CLOSED -> ExitCode.BROKEN;
        };
    }

    private static String usage(ParameterException e) {
        String message = e.getMessage();
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String first = unmatched.getUnmatched().getFirst();
            boolean command = !first.startsWith("-")
                    && !e.getCommandLine().getSubcommands().isEmpty();
            message = (command
                            ? "there is no command '"
                            : first.startsWith("-") ? "there is no option '" : "too many arguments: '")
                    + first + "'";
            List<String> candidates = command
                    ? List.copyOf(e.getCommandLine().getSubcommands().keySet())
                    : e.getCommandLine().getCommandSpec().options().stream()
                            .map(OptionSpec::longestName)
                            .toList();
            String nearest = Nearest.of(first, candidates);
            if (nearest != null) {
                message += "; did you mean '" + nearest + "'?";
            }
        } else if (message != null) {
            message = Character.toLowerCase(message.charAt(0)) + message.substring(1);
        }
        return message + "\nTry '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.";
    }

    private static ExitCode dispatch(String[] given, Surroundings surroundings) {
        if (LspCommand.isUsual(given)) {
            return LspCommand.overStandardStreams(surroundings);
        }
        String[] arguments = given;
        if (arguments.length > 0 && arguments[0].equals("help")) {
            arguments = Arrays.copyOfRange(given, 1, given.length + 1);
            arguments[arguments.length - 1] = "--help";
        }
        Supplier<Subcommand> maker = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        if (maker != null) {
            Subcommand command = maker.get();
            CommandLine line = root().addSubcommand(arguments[0], command.spec());
            return execute(configured(line).parseArgs(arguments), command, surroundings);
        }
        CommandLine all = all();
        if (arguments.length == 0) {
            all.usage(surroundings.err(), Ansi.OFF);
            return ExitCode.USAGE;
        }
        ParseResult parsed = all.parseArgs(arguments);
        if (parsed.isVersionHelpRequested()) {
            surroundings.out().println(VersionCommand.line());
        } else {
            help(parsed, surroundings);
        }
        return ExitCode.OK;
    }

    private static ExitCode execute(ParseResult parsed, Subcommand command, Surroundings surroundings) {
        if (isHelp(parsed)) {
            help(parsed, surroundings);
            return ExitCode.OK;
        }
        return command.run(parsed.subcommand(), surroundings);
    }

    private static boolean isHelp(ParseResult parsed) {
        return parsed.isUsageHelpRequested() || (parsed.hasSubcommand() && isHelp(parsed.subcommand()));
    }

    private static void help(ParseResult parsed, Surroundings surroundings) {
        ParseResult at = parsed;
        while (!at.isUsageHelpRequested() && at.hasSubcommand()) {
            at = at.subcommand();
        }
        boolean colours = surroundings.outPaint() != io.flowork.host.terminal.Paint.NONE;
        at.commandSpec().commandLine().usage(surroundings.out(), colours ? Ansi.ON : Ansi.OFF);
    }

    private static CommandLine root() {
        CommandSpec spec = Specs.command(
                        "flowork",
                        "Runs workflows durably, and reads what they did.",
                        "flowork run hello.flow.yaml --input '{\"name\": \"Ada\"}'",
                        "flowork check workflows/",
                        "flowork runs show")
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Show the version.")
                        .build());
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
        return new CommandLine(spec);
    }

    /** The command with all its subcommands. */
    static CommandLine all() {
        CommandLine line = root();
        COMMANDS.forEach((name, maker) -> line.addSubcommand(name, maker.get().spec()));
        return configured(line);
    }

    private static CommandLine configured(CommandLine line) {
        return line.setExpandAtFiles(false).setInterpolateVariables(false).setStopAtUnmatched(false);
    }
}
