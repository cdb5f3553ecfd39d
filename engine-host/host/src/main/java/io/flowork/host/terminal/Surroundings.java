package io.flowork.host.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command is run in. A command reads nothing else of the process around it, so tests run commands in their own
 * process.
 *
 * @param in standard input
 * @param out standard output: results only
 * @param err standard error: progress, logs, hints
 * @param environment the environment variables
 * @param folder the working folder, absolute
 * @param screen what the terminal can do, if there is one
 * @param stopping how the command learns that it is to stop
 */
public record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Path folder,
        Screen screen,
        Stopping stopping) {

    /** Copies the environment. */
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** The value of an environment variable that is set and not empty. */
    public @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** The colours of standard output. */
    public Paint outPaint() {
        return screen.outIsTerminal() && colours() ? Paint.COLOURS : Paint.NONE;
    }

    /** The colours of standard error. */
    public Paint errPaint() {
        return screen.errIsTerminal() && colours() ? Paint.COLOURS : Paint.NONE;
    }

    /** Whether standard error is a terminal on which lines can be drawn again. */
    public boolean canRedraw() {
        return screen.errIsTerminal() && !isDumb();
    }

    private boolean colours() {
        return variable("NO_COLOR") == null && !isDumb();
    }

    private boolean isDumb() {
        return "dumb".equals(variable("TERM"));
    }

    /** The same in another folder. */
    public Surroundings in(Path other) {
        return new Surroundings(in, out, err, environment, other, screen, stopping);
    }

    /** A path as given on the command line. */
    public Path path(String text) {
        return folder.resolve(text).normalize();
    }

    /** A path as people like to read it: relative to the working folder when it is inside. */
    public String show(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path base = folder.toAbsolutePath().normalize();
        if (absolute.equals(base)) {
            return ".";
        }
        return absolute.startsWith(base) ? base.relativize(absolute).toString() : absolute.toString();
    }
}
