package io.flowork.host.workspace;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.exit.CommandException;
import io.flowork.host.terminal.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What {@code --input} means. */
public final class InputArgument {
    private InputArgument() {}

    /**
     * The input: JSON text, {@code @FILE} for a file, {@code -} for standard input, nothing for an empty object.
     *
     * @throws CommandException if it cannot be read or is no JSON
     */
    public static JsonValue read(@Nullable String argument, Surroundings surroundings) {
        if (argument == null) {
            return JsonObject.EMPTY;
        }
        if (argument.equals("-")) {
            try {
                return JsonReader.parse(surroundings.in());
            } catch (JsonSyntaxException e) {
                throw notJson("standard input", e);
            } catch (IOException e) {
                throw FileText.unreadable("standard input", e);
            }
        }
        if (argument.startsWith("@")) {
            return file(argument.substring(1), surroundings);
        }
        try {
            return JsonReader.parse(argument);
        } catch (JsonSyntaxException e) {
            String hint = isFile(argument, surroundings) ? ". To read the file, write --input @" + argument : "";
            throw CommandException.usage(text("--input", e) + hint);
        }
    }

    private static boolean isFile(String argument, Surroundings surroundings) {
        try {
            return Files.isRegularFile(surroundings.path(argument));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static JsonValue file(String name, Surroundings surroundings) {
        Path path = surroundings.path(name);
        if (Files.isDirectory(path)) {
            throw CommandException.usage(name + " is a folder; --input @FILE reads a file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return JsonReader.parse(in);
        } catch (JsonSyntaxException e) {
            throw notJson(name, e);
        } catch (IOException e) {
            throw FileText.unreadable(name, e);
        }
    }

    private static CommandException notJson(String name, JsonSyntaxException e) {
        return CommandException.usage(text(name, e));
    }

    private static String text(String name, JsonSyntaxException e) {
        return "%s:%d:%d: the input is no JSON: %s".formatted(name, e.line(), e.column(), sentence(e.getMessage()));
    }

    private static String sentence(@Nullable String message) {
        String text = String.valueOf(message);
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
