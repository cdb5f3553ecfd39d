package io.flowork.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Changes documents at random, in ways in which authors get them wrong. The same random numbers give the same change. */
final class Mutations {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Values of every type, among them those at the edge of what properties take. */
    private static final List<String> TEXTS = List.of(
            "",
            "text",
            "${ . }",
            "${ .a + 1 }",
            " ${ .a } ",
            "${ .a\n}",
            "${}",
            "${ .a",
            "${.a",
            "${.a}b",
            "http://example.com/${.a}",
            "http://example.com/{a",
            "Hello ${ .name }",
            ".a",
            "PT5S",
            "P",
            "PT",
            "P1Y2M3W4DT5H6M7.5S",
            "5s",
            "P1D2H",
            "0 0 * * *",
            "1.0.3",
            "1.0.0",
            "2.0.0",
            "1.0",
            "01.0.0",
            "http://example.com/{id}",
            "http://example.com/a b",
            "/do/0/task",
            "do/0",
            "2026-01-01T00:00:00Z",
            "2026-01-01",
            "two words",
            "under_score",
            "-dash",
            "a.b.c",
            "continue",
            "exit",
            "end",
            "data",
            "http",
            "eventually");

    private final Random random;
    private final List<String> keys;
    private final List<String> values;

    /**
     * @param keys the names of properties to write
     * @param values the texts that properties take, to write elsewhere
     */
    Mutations(Random random, List<String> keys, List<String> values) {
        this.random = random;
        this.keys = keys;
        this.values = values;
    }

    /** A place in a document: an object or list, and which of its children. */
    private record Place(JsonNode parent, String key, int index) {
        JsonNode value() {
            return parent instanceof ObjectNode object ? object.get(key) : parent.get(index);
        }

        void set(JsonNode value) {
            if (parent instanceof ObjectNode object) {
                object.set(key, value);
            } else {
                ((ArrayNode) parent).set(index, value);
            }
        }

        void remove() {
            if (parent instanceof ObjectNode object) {
                object.remove(key);
            } else {
                ((ArrayNode) parent).remove(index);
            }
        }
    }

    /** Changes a document in place, and says how. */
    String mutate(JsonNode document, JsonNode other) {
        List<Place> places = places(document);
        if (places.isEmpty()) {
            return "nothing";
        }
        Place place = places.get(random.nextInt(places.size()));
        return switch (random.nextInt(14)) {
            case 0, 1 -> {
                place.remove();
                yield "remove";
            }
            case 2 -> rename(place, key -> keys.get(random.nextInt(keys.size())));
            case 3 -> rename(place, Mutations::misspelt);
            case 4, 5 -> {
                place.set(anything());
                yield "replace";
            }
            case 6 -> {
                Place second = places.get(random.nextInt(places.size()));
                if (inside(place.value(), second.value()) || inside(second.value(), place.value())) {
                    yield "nothing";
                }
                JsonNode first = place.value();
                place.set(second.value());
                second.set(first);
                yield "swap";
            }
            case 7, 8 -> add(place, anything());
            case 9 -> {
                place.set(NODES.textNode(values.get(random.nextInt(values.size()))));
                yield "word";
            }
            case 10 -> {
                place.set(empty(place.value()));
                yield "empty";
            }
            case 11 -> {
                if (!(place.parent instanceof ArrayNode list)) {
                    yield add(place, place.value().deepCopy());
                }
                list.insert(place.index, place.value().deepCopy());
                yield "duplicate";
            }
            case 12 -> {
                Place second = places.get(random.nextInt(places.size()));
                if (inside(place.value(), second.parent)) {
                    yield "nothing";
                }
                JsonNode moved = place.value();
                place.remove();
                yield "move, " + add(second, moved);
            }
            default -> {
                List<Place> elsewhere = places(other);
                JsonNode copy =
                        elsewhere.get(random.nextInt(elsewhere.size())).value().deepCopy();
                if (random.nextBoolean()) {
                    place.set(copy);
                    yield "transplant";
                }
                yield "graft, " + add(place, copy);
            }
        };
    }

    private String rename(Place place, UnaryOperator<String> name) {
        if (!(place.parent instanceof ObjectNode object)) {
            return "nothing";
        }
        JsonNode value = place.value();
        place.remove();
        object.set(name.apply(place.key), value);
        return "rename";
    }

    private static String misspelt(String key) {
        return key.length() < 3 ? key + "x" : key.substring(0, key.length() - 2) + key.charAt(key.length() - 1);
    }

    private String add(Place place, JsonNode value) {
        switch (place.value()) {
            case ObjectNode object -> object.set(keys.get(random.nextInt(keys.size())), value);
            case ArrayNode list -> list.insert(random.nextInt(list.size() + 1), value);
            case null, default -> {
                if (place.parent instanceof ObjectNode object) {
                    object.set(keys.get(random.nextInt(keys.size())), value);
                } else {
                    ((ArrayNode) place.parent).add(value);
                }
            }
        }
        return "add";
    }

    private JsonNode anything() {
        return switch (random.nextInt(14)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt(-2, 70_000));
            case 3 -> NODES.numberNode(random.nextInt(10));
            case 4 -> NODES.numberNode(random.nextInt(10) + 0.5);
            case 5 -> NODES.numberNode((double) random.nextInt(10));
            case 6 -> NODES.numberNode(BigInteger.TWO.pow(70));
            case 7 -> NODES.objectNode();
            case 8 -> NODES.arrayNode();
            case 9 -> NODES.objectNode().put(keys.get(random.nextInt(keys.size())), text());
            case 10 -> NODES.arrayNode().add(text());
            default -> NODES.textNode(text());
        };
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static JsonNode empty(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> NODES.objectNode();
            case ArrayNode list -> NODES.arrayNode();
            case null, default -> NODES.textNode("");
        };
    }

    private static boolean inside(JsonNode outer, JsonNode inner) {
        if (outer.equals(inner)) {
            return true;
        }
        for (JsonNode child : outer) {
            if (inside(child, inner)) {
                return true;
            }
        }
        return false;
    }

    private static List<Place> places(JsonNode document) {
        List<Place> places = new ArrayList<>();
        collect(document, places);
        return places;
    }

    private static void collect(JsonNode node, List<Place> places) {
        if (node instanceof ObjectNode object) {
            object.forEachEntry((key, value) -> {
                places.add(new Place(object, key, 0));
                collect(value, places);
            });
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                places.add(new Place(list, "", i));
                collect(list.get(i), places);
            }
        }
    }
}
