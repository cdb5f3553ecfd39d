package io.flowork.grammar.jq;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The catalogue of jq's functions and formats: the editor, the documentation and every message read this one. */
public final class JqFunctions {
    private static final Map<String, JqFunction> BY_KEY = read();
    private static final Map<String, List<JqFunction>> BY_NAME = byName();

    private static final Map<String, String> FORMATS = readFormats();

    private JqFunctions() {}

    /** All functions, internal and refused ones too, by name and number of parameters ({@code map/1}). */
    public static Map<String, JqFunction> all() {
        return BY_KEY;
    }

    /** The function with this name and number of parameters, if there is one. */
    public static @Nullable JqFunction find(String name, int arity) {
        for (JqFunction function : BY_NAME.getOrDefault(name, List.of())) {
            if (function.parameters().size() == arity) {
                return function;
            }
        }
        return null;
    }

    /** The formats, without {@code @}, with what each makes of a value. */
    public static Map<String, String> formats() {
        return FORMATS;
    }

    private static Map<String, JqFunction> read() {
        Map<String, JqFunction> functions = new LinkedHashMap<>();
        for (String text : List.of(
                BasicFunctions.TEXT,
                CollectionFunctions.TEXT,
                PathFunctions.TEXT,
                TextFunctions.TEXT,
                DateFunctions.TEXT,
                MathFunctions.TEXT,
                OutsideFunctions.TEXT)) {
            for (JqFunction function : JqFunctionReader.read(text)) {
                if (functions.put(function.key(), function) != null) {
                    throw new IllegalArgumentException(function.key() + " is there twice");
                }
            }
        }
        return Collections.unmodifiableMap(functions);
    }

    private static Map<String, List<JqFunction>> byName() {
        Map<String, List<JqFunction>> functions = new LinkedHashMap<>();
        for (JqFunction function : BY_KEY.values()) {
            functions
                    .computeIfAbsent(function.name(), name -> new ArrayList<>())
                    .add(function);
        }
        return functions;
    }

    private static Map<String, String> readFormats() {
        Map<String, String> formats = new LinkedHashMap<>();
        formats.put("text", "The value as tostring writes it.");
        formats.put("json", "The value as JSON text.");
        formats.put("csv", "An array as a row of comma-separated values, texts in quotes.");
        formats.put("tsv", "An array as a row of values separated by tabs.");
        formats.put("html", "The text with the characters that mean something in HTML and XML escaped.");
        formats.put("uri", "The text with every reserved character percent-encoded.");
        formats.put("urid", "The text that a percent-encoded one stands for.");
        formats.put("sh", "The value quoted as a word of a POSIX shell command.");
        formats.put("base32", "The text's UTF-8 bytes in base32.");
        formats.put("base32d", "The text whose UTF-8 bytes are given in base32.");
        formats.put("base64", "The text's UTF-8 bytes in base64.");
        formats.put("base64d", "The text whose UTF-8 bytes are given in base64.");
        return Collections.unmodifiableMap(formats);
    }

    /** The functions with this name, whatever they take. */
    public static List<JqFunction> named(String name) {
        return BY_NAME.getOrDefault(name, List.of());
    }
}
