package io.flowork.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes workflows at random from the language model, so that every property of it occurs. They are valid. */
final class ModelDocuments {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEP = 4;

    private final Random random;
    private final boolean old;

    ModelDocuments(Random random) {
        this.random = random;
        this.old = random.nextInt(20) == 0;
    }

    /** A valid workflow. */
    ObjectNode workflow() {
        ObjectNode workflow = object(Language.workflow(), 0);
        ((ObjectNode) workflow.get("document")).put("dsl", old ? "1.0.0" : "1.0.3");
        return workflow;
    }

    private ObjectNode object(ObjectType type, int depth) {
        ObjectNode object = NODES.objectNode();
        List<String> excluded = new ArrayList<>();
        for (ObjectType.Choice choice : type.choices()) {
            int chosen = random.nextInt(choice.alternatives().size());
            for (int i = 0; i < choice.alternatives().size(); i++) {
                ObjectType.Alternative alternative = choice.alternatives().get(i);
                if (i == chosen) {
                    alternative.needed().forEach(key -> put(object, type.property(key), depth));
                } else {
                    excluded.addAll(alternative.needed());
                    excluded.addAll(alternative.optional());
                }
            }
        }
        for (Property property : type.properties()) {
            boolean wanted = property.required() || random.nextInt(4 + depth * 2) < 3;
            String needs = property.needs();
            boolean allowed = !excluded.contains(property.name()) && (needs == null || object.has(needs));
            if (wanted && allowed && !object.has(property.name())) {
                put(object, property, depth);
            }
        }
        if (type.name().equals("containerLifetime")) {
            boolean eventually = object.path("cleanup").asText().equals("eventually");
            if (eventually) {
                object.put("after", "PT1M");
            } else {
                object.remove("after");
            }
        }
        if (object.size() < type.least()) {
            put(object, type.properties().getFirst(), depth);
        }
        return object;
    }

    private void put(ObjectNode object, Property property, int depth) {
        Property.Legacy legacy = property.legacy();
        Shape shape = old && legacy != null && random.nextBoolean() ? legacy.shape() : property.shape();
        object.set(property.name(), value(shape, depth + 1));
    }

    private JsonNode value(Shape shape, int depth) {
        return switch (shape) {
            case Shape.Data data -> data(data);
            case Shape.Text text -> NODES.textNode(text(text.format()));
            case Shape.OneOf one ->
                NODES.textNode(one.values().get(random.nextInt(one.values().size())));
            case Shape.Whole whole -> NODES.numberNode(random.nextInt(1, 600));
            case Shape.Flag ignored -> NODES.booleanNode(random.nextBoolean());
            case Shape.Span ignored ->
                random.nextBoolean()
                        ? NODES.textNode(random.nextBoolean() ? "PT1H30M" : "${ .delay }")
                        : object(Language.type("duration"), depth);
            case Shape.Expression expression -> NODES.textNode(expression.enclosed() ? "${ .ready }" : ".ready");
            case Shape.Uri uri ->
                NODES.textNode(
                        uri.expression() && random.nextBoolean()
                                ? "${ .uri }"
                                : "https://example.com/" + (uri.interpolated() ? "{id}" : "a"));
            case Shape.Tasks ignored -> tasks(depth);
            case Shape.OneTask ignored -> task(depth);
            case Shape.Flow ignored -> NODES.textNode(random.nextBoolean() ? "end" : "continue");
            case Shape.Reference ignored -> NODES.textNode("shared");
            case Shape.MapOf map -> {
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(depth > DEEP ? 1 : 3); i > 0; i--) {
                    object.set("key" + i, value(map.values(), depth + 1));
                }
                yield object;
            }
            case Shape.ListOf list -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = list.least() + random.nextInt(depth > DEEP ? 1 : 2); i > 0; i--) {
                    array.add(value(list.items(), depth + 1));
                }
                yield array;
            }
            case Shape.NamedList list -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = list.least() + random.nextInt(2); i > 0; i--) {
                    array.add(NODES.objectNode().set("entry" + i, value(list.values(), depth + 1)));
                }
                yield array;
            }
            case Shape.Of of -> object(Language.type(of.type()), depth);
            case Shape.Either either ->
                value(
                        either.alternatives()
                                .get(random.nextInt(either.alternatives().size())),
                        depth);
            case Shape.Deferred deferred -> value(deferred.shape(), depth);
        };
    }

    private JsonNode data(Shape.Data data) {
        if (!data.object() && random.nextBoolean()) {
            return random.nextBoolean() ? NODES.numberNode(1) : NODES.textNode("${ . }");
        }
        return NODES.objectNode().put("a", "${ .a }").set("b", NODES.arrayNode().add(1));
    }

    private static String text(Shape.Format format) {
        return switch (format) {
            case NONE -> "some text";
            case NAME -> "a-name";
            case HOST -> "localhost";
            case VERSION -> "1.2.3";
            case DSL_VERSION -> "1.0.3";
            case CRON -> "0 0 * * *";
            case FUNCTION -> "shared";
            case LANGUAGE -> "jq";
            case TIME -> "2026-01-31T12:00:00.5+01:00";
            case POINTER -> "/do/0/a~1b";
        };
    }

    private ArrayNode tasks(int depth) {
        ArrayNode list = NODES.arrayNode();
        for (int i = depth > DEEP ? 1 : 1 + random.nextInt(2); i > 0; i--) {
            list.add(NODES.objectNode().set("task" + i, task(depth)));
        }
        return list;
    }

    private ObjectNode task(int depth) {
        if (depth > DEEP) {
            return NODES.objectNode().put("wait", "PT1S");
        }
        List<ObjectType> kinds = new ArrayList<>(Language.taskKinds().values());
        ObjectNode task = object(kinds.get(random.nextInt(kinds.size())), depth);
        if (task.has("call")) {
            List<String> protocols = Language.protocols();
            int protocol = random.nextInt(protocols.size() + 1);
            if (protocol < protocols.size()) {
                String name = protocols.get(protocol);
                task.put("call", name);
                task.set("with", object(Language.type(name), depth));
            }
        }
        return task;
    }
}
