package io.flowork.grammar.dsl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The DSL of the Open Workflow Specification, 1.0.3 and what follows it, as data. */
public final class Language {
    private static final Map<String, ObjectType> TYPES = new LinkedHashMap<>();
    private static final Map<String, ObjectType> KINDS = new LinkedHashMap<>();
    private static final List<String> PROTOCOLS = List.of("asyncapi", "grpc", "http", "openapi", "a2a", "mcp");

    static {
        for (List<ObjectType> some : List.of(
                WorkflowTypes.all(), TaskTypes.parts(), EventTypes.all(), AuthenticationTypes.all(), CallTypes.all())) {
            for (ObjectType type : some) {
                TYPES.put(type.name(), Examples.in(type));
            }
        }
        for (ObjectType kind : TaskTypes.kinds()) {
            KINDS.put(kind.name(), Examples.in(kind));
        }
    }

    private Language() {}

    /** The workflow itself. */
    public static ObjectType workflow() {
        return type("workflow");
    }

    /** A type by its name. */
    public static ObjectType type(String name) {
        ObjectType type = TYPES.get(name);
        if (type == null) {
            throw new IllegalArgumentException("no type " + name);
        }
        return type;
    }

    /** All types but the kinds of tasks, by name. */
    public static Map<String, ObjectType> types() {
        return Collections.unmodifiableMap(TYPES);
    }

    /** The kinds of tasks by their keys. */
    public static Map<String, ObjectType> taskKinds() {
        return Collections.unmodifiableMap(KINDS);
    }

    /** The protocols that {@code call} knows by name. */
    public static List<String> protocols() {
        return PROTOCOLS;
    }

    /** The type of the arguments of a protocol; null when the function is none. */
    public static @Nullable ObjectType arguments(String function) {
        return PROTOCOLS.contains(function) ? TYPES.get(function) : null;
    }

    /** The keys of a type's properties. */
    public static List<String> keys(ObjectType type) {
        List<String> keys = new ArrayList<>();
        for (Property property : type.properties()) {
            keys.add(property.name());
        }
        return keys;
    }
}
