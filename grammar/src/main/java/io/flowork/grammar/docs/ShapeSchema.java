package io.flowork.grammar.docs;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** What a shape is in JSON Schema, draft 7. */
final class ShapeSchema {
    private static final String ENCLOSED = "^\\s*\\$\\{[\\s\\S]+\\}\\s*$";
    private static final String URI = "^(?!\\s*\\$\\{)\\S+$";
    private static final String NAME = "^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$";
    private static final String HOST = "^[a-zA-Z0-9]([a-zA-Z0-9.-]{0,61}[a-zA-Z0-9])?$";
    private static final String IDENTIFIER = "(0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)";
    private static final String VERSION = "^(0|[1-9]\\d*)(\\.(0|[1-9]\\d*)){2}(-" + IDENTIFIER + "(\\." + IDENTIFIER
            + ")*)?(\\+[0-9a-zA-Z-]+(\\.[0-9a-zA-Z-]+)*)?$";
    private static final String CRON = "^\\s*\\S+(\\s+\\S+){4}\\s*$";
    private static final String POINTER = "^(/([^~/]|~[01])*)*$";
    private static final String NUMBER = "\\d+(\\.\\d+)?";
    private static final String DURATION =
            "^P(?=[\\dT])(#Y)?(#M)?(#W)?(#D)?(T(?=\\d)(#H)?(#M)?(#S)?)?$".replace("#", NUMBER);

    private ShapeSchema() {}

    static JsonObject of(Shape shape) {
        return switch (shape) {
            case Shape.Data data -> data(data);
            case Shape.Text text -> text(text);
            case Shape.OneOf one ->
                JsonObject.of("type", JsonString.of("string"), "enum", WorkflowSchema.strings(one.values()));
            case Shape.Whole whole -> whole(whole);
            case Shape.Flag ignored -> type("boolean");
            case Shape.Span ignored -> definition("durationValue");
            case Shape.Expression expression -> expression.enclosed() ? pattern(ENCLOSED) : type("string");
            case Shape.Uri uri -> uri.expression() ? anyOf(pattern(URI), pattern(ENCLOSED)) : pattern(URI);
            case Shape.Tasks ignored -> definition("taskList");
            case Shape.OneTask ignored -> definition("task");
            case Shape.Flow ignored ->
                anyOf(
                        JsonObject.of("enum", WorkflowSchema.strings(List.of("continue", "exit", "end"))),
                        type("string"));
            case Shape.Reference ignored ->
                new JsonObject.Builder()
                        .put("type", "string")
                        .put("minLength", 1)
                        .build();
            case Shape.MapOf map ->
                JsonObject.of("type", JsonString.of("object"), "additionalProperties", of(map.values()));
            case Shape.ListOf list -> list(of(list.items()), list.least());
            case Shape.NamedList list -> {
                JsonObject named = namedList(of(list.values()), "Entries, each with its name.");
                yield list.least() == 0 ? named : named.with("minItems", WorkflowSchema.number(list.least()));
            }
            case Shape.Of of -> definition(of.type());
            case Shape.Either either -> {
                List<JsonObject> alternatives = new ArrayList<>();
                either.alternatives().forEach(alternative -> alternatives.add(of(alternative)));
                yield JsonObject.of("anyOf", WorkflowSchema.array(alternatives));
            }
            case Shape.Deferred deferred -> of(deferred.shape());
        };
    }

    static JsonObject definition(String name) {
        return JsonObject.of("$ref", JsonString.of("#/definitions/" + name));
    }

    /** A list of objects with one key each. */
    static JsonObject namedList(JsonObject values, String description) {
        JsonObject entry = new JsonObject.Builder()
                .put("type", "object")
                .put("minProperties", 1)
                .put("maxProperties", 1)
                .put("additionalProperties", values)
                .build();
        return new JsonObject.Builder()
                .put("description", description)
                .put("type", "array")
                .put("items", entry)
                .build();
    }

    /** A duration in any form. */
    static JsonObject duration() {
        return new JsonObject.Builder()
                .put("description", "A duration: an object of units, an ISO 8601 text such as PT5M, or an expression.")
                .put("anyOf", JsonArray.of(definition("duration"), pattern(DURATION), pattern(ENCLOSED)))
                .build();
    }

    private static JsonObject data(Shape.Data data) {
        if (!data.object()) {
            return JsonObject.EMPTY;
        }
        JsonObject object = type("object");
        return data.least() == 0 ? object : object.with("minProperties", WorkflowSchema.number(data.least()));
    }

    private static JsonObject text(Shape.Text text) {
        JsonObject plain = switch (text.format()) {
            case NONE -> type("string");
            case NAME -> pattern(NAME);
            case HOST -> pattern(HOST);
            case VERSION, DSL_VERSION -> pattern(VERSION);
            case CRON -> pattern(CRON);
            case FUNCTION -> anyOf(JsonObject.of("enum", WorkflowSchema.strings(Language.protocols())), type("string"));
            case LANGUAGE -> JsonObject.of("const", JsonString.of("jq"));
            case TIME -> JsonObject.of("type", JsonString.of("string"), "format", JsonString.of("date-time"));
            case POINTER -> pattern(POINTER);
        };
        boolean limited = text.format() == Shape.Format.TIME || text.format() == Shape.Format.POINTER;
        return limited && text.template() ? anyOf(plain, pattern(ENCLOSED)) : plain;
    }

    private static JsonObject whole(Shape.Whole whole) {
        JsonObject integer = type("integer");
        if (whole.least() != Long.MIN_VALUE) {
            integer = integer.with("minimum", WorkflowSchema.number(whole.least()));
        }
        if (whole.most() != Long.MAX_VALUE) {
            integer = integer.with("maximum", WorkflowSchema.number(whole.most()));
        }
        return integer;
    }

    private static JsonObject list(JsonObject items, int least) {
        JsonObject list = JsonObject.of("type", JsonString.of("array"), "items", items);
        return least == 0 ? list : list.with("minItems", WorkflowSchema.number(least));
    }

    private static JsonObject anyOf(JsonValue first, JsonValue second) {
        return JsonObject.of("anyOf", JsonArray.of(first, second));
    }

    private static JsonObject type(String name) {
        return JsonObject.of("type", JsonString.of(name));
    }

    private static JsonObject pattern(String pattern) {
        return JsonObject.of("type", JsonString.of("string"), "pattern", JsonString.of(pattern));
    }
}
