package io.flowork.host;

import io.flowork.host.command.Cli;
import io.flowork.host.terminal.Screen;
import io.flowork.host.terminal.Surroundings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The {@code flowork} process: gives the command what is around the process, and ends with its exit code. */
public final class Main {
    private static final int BUFFER = 1 << 16;

    private Main() {}

    /** Runs one command line and ends the process with its exit code. */
    public static void main(String[] args) {
        System.setProperty("java.util.logging.config.class", "io.flowork.host.Logging");
        System.exit(Cli.run(args, surroundings()));
    }

    private static Surroundings surroundings() {
        PrintStream out = new PrintStream(
                new java.io.BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER),
                false,
                StandardCharsets.UTF_8);
        return new Surroundings(
                System.in,
                out,
                System.err,
                System.getenv(),
                Path.of("").toAbsolutePath(),
                screen(),
                new ProcessStopping());
    }

    /** What the launcher found out: asking for it here would cost more than the launcher's test. */
    private static Screen screen() {
        String terminals = System.getProperty("flowork.terminal", "");
        return new Screen(terminals.contains("1"), terminals.contains("2"), new TerminalSize());
    }
}
