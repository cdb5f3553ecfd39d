package io.flowork.functions.asyncapi;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A value in a document, references followed.
 *
 * @param root the whole document
 * @param pointer where the value is, as a JSON pointer
 * @param value the value; null where there is none
 */
record Place(JsonObject root, String pointer, JsonValue value) {
    private static final int MOST_REFERENCES = 100;

    static Place of(JsonObject root) {
        return new Place(root, "", root);
    }

    /** A member; one that is not there is null. */
    Place at(String key) throws FunctionException {
        JsonValue member = value instanceof JsonObject object ? object.get(key) : null;
        String below = pointer + "/" + JsonPointer.escaped(key);
        return new Place(root, below, member == null ? JsonNull.NULL : member).followed();
    }

    /** The members of an object, or the elements of an array. */
    List<Place> all() throws FunctionException {
        List<Place> all = new ArrayList<>();
        if (value instanceof JsonObject object) {
            for (String key : object.keys()) {
                all.add(at(key));
            }
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                all.add(new Place(root, pointer + "/" + i, array.get(i)).followed());
            }
        }
        return all;
    }

    boolean isThere() {
        return value != JsonNull.NULL;
    }

    /** A text, or what it is otherwise. */
    String text(String key, String otherwise) throws FunctionException {
        return at(key).value() instanceof JsonString text ? text.value() : otherwise;
    }

    /** The keys of an object. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        if (value instanceof JsonObject object) {
            object.keys().forEach(keys::add);
        }
        return keys;
    }

    /** The last part of the pointer: the name of a member. */
    String name() {
        return JsonPointer.last(pointer);
    }

    private Place followed() throws FunctionException {
        Place at = this;
        for (int i = 0; i < MOST_REFERENCES; i++) {
            if (!(at.value instanceof JsonObject object) || !(object.get("$ref") instanceof JsonString reference)) {
                return at;
            }
            at = at.referenced(reference.value());
        }
        throw Failures.configuration("The AsyncAPI document has references that lead in a circle, at " + pointer + ".");
    }

    private Place referenced(String reference) throws FunctionException {
        if (!reference.startsWith("#/")) {
            throw Failures.configuration("The AsyncAPI document refers to another document, '" + reference
                    + "', which is not followed. Bundle it into one document.");
        }
        String place = pointer(reference);
        return new Place(root, place, at(root, place));
    }

    /** The pointer that a reference into the document has as its fragment. */
    static String pointer(String reference) throws FunctionException {
        String pointer = JsonPointer.ofReference(reference);
        if (pointer == null) {
            throw missing(reference);
        }
        return pointer;
    }

    /** What a pointer leads to. */
    static JsonValue at(JsonObject root, String pointer) throws FunctionException {
        JsonValue found = JsonPointer.find(root, pointer);
        if (found == null) {
            throw missing("#" + pointer);
        }
        return found;
    }

    private static FunctionException missing(String reference) {
        return Failures.configuration("The AsyncAPI document refers to '" + reference + "', which is not in it.");
    }
}
