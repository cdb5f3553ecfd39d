package io.flowork.functions.arguments;

import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads the descriptors that are kept as JSON beside the classes of functions. */
public final class Descriptors {
    private Descriptors() {}

    /**
     * The descriptor in the resource {@code name.json} beside a class: an object with {@code name}, {@code summary},
     * {@code input} and {@code output}.
     *
     * @throws IllegalStateException if the resource is not there or not a descriptor: the jar is broken
     */
    public static FunctionDescriptor read(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name + ".json")) {
            if (in != null
                    && JsonReader.parse(in) instanceof JsonObject text
                    && text.get("name") instanceof JsonString function
                    && text.get("summary") instanceof JsonString summary
                    && text.get("input") instanceof JsonObject input
                    && text.get("output") instanceof JsonObject output) {
                return new FunctionDescriptor(function.value(), summary.value(), input, output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("The descriptor " + name + ".json is missing beside " + beside.getName());
    }
}
