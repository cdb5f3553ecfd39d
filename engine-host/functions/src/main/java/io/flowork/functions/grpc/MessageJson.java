package io.flowork.functions.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.secret.Masking;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.DepthException;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/** Turns values into messages and back, by <a href="https://protobuf.dev/programming-guides/json/">protobuf's mapping</a>. */
final class MessageJson {
    private static final int DEEPEST = 100;

    private final JsonFormat.Parser parser;
    private final JsonFormat.Printer printer;
    private final Masking masking;

    /**
     * The mapping for the types of a file.
     *
     * @param file the file; with those it imports it also has the types that {@code google.protobuf.Any} can hold
     * @param masking what must not leave the handler
     */
    MessageJson(FileDescriptor file, Masking masking) {
        TypeRegistry.Builder types = TypeRegistry.newBuilder();
        Set<String> seen = new HashSet<>();
        Queue<FileDescriptor> left = new ArrayDeque<>(List.of(file));
        while (!left.isEmpty()) {
            FileDescriptor next = left.remove();
            if (seen.add(next.getFullName())) {
                types.add(next.getMessageTypes());
                left.addAll(next.getDependencies());
            }
        }
        TypeRegistry registry = types.build();
        this.parser = JsonFormat.parser().usingTypeRegistry(registry);
        this.printer = JsonFormat.printer().usingTypeRegistry(registry).omittingInsignificantWhitespace();
        this.masking = masking;
    }

    /**
     * A value as a message, encoded.
     *
     * @param what what the value is, for errors
     */
    byte[] write(Descriptor type, JsonValue value, String what) throws FunctionException {
        if (value.depth() > DEEPEST) {
            throw Failures.validation(what + " is nested deeper than " + DEEPEST + " levels.");
        }
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        if (value == JsonNull.NULL) {
            return message.buildPartial().toByteArray();
        }
        try {
            parser.merge(JsonWriter.compact(value), message);
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            // protobuf's words; for some values it forgets to check their type first.
            String problem = e instanceof InvalidProtocolBufferException && e.getMessage() != null
                    ? ": " + masking.text(e.getMessage())
                    : "";
            throw Failures.validation(what + " is no " + type.getFullName() + sentence(problem));
        }
        if (!message.isInitialized()) {
            throw Failures.validation(what + " lacks required fields of " + type.getFullName() + ": "
                    + String.join(", ", message.findInitializationErrors()) + ".");
        }
        return message.build().toByteArray();
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    /** An encoded message as a value, without secrets. */
    JsonValue read(Descriptor type, byte[] message) throws FunctionException {
        try {
            return masking.value(JsonReader.parse(printer.print(DynamicMessage.parseFrom(type, message))));
        } catch (InvalidProtocolBufferException | JsonSyntaxException | DepthException | IllegalArgumentException e) {
            throw Failures.communication("The answer is no " + type.getFullName()
                    + " that can be written as JSON. Is the proto document the one of the service?");
        }
    }
}
