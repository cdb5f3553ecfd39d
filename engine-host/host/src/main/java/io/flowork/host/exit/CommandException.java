package io.flowork.host.exit;

import org.jspecify.annotations.Nullable;

/** Thrown when a command cannot do what was asked. Its message says what is wrong, where, and what to do next. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exit;

    /** A command that ends with an exit code and a message for people. */
    public CommandException(ExitCode exit, String message) {
        this(exit, message, null);
    }

    /** A command that ends with an exit code and a message for people, because of something else. */
    public CommandException(ExitCode exit, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exit = exit;
    }

    /** The command was used in a wrong way, or names a file that cannot be read. */
    public static CommandException usage(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    /** Something that was named is not there. */
    public static CommandException notFound(String message) {
        return new CommandException(ExitCode.NOT_FOUND, message);
    }

    /** How the process ends. */
    public ExitCode exit() {
        return exit;
    }

    /** The message. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
