package io.flowork.grammar.schema;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.Document;
import io.flowork.grammar.yaml.YamlReader;

/** Reads JSON Schemas that are kept in files, in JSON or YAML. */
public final class SchemaText {
    private SchemaText() {}

    /** Why a text is no schema, in plain words; where that helps with its line. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }

        /** Why, in plain words. */
        public String reason() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Reads a schema.
     *
     * @return an object or a boolean
     * @throws Unreadable if the text is neither JSON nor YAML, or something else than a schema
     */
    public static JsonValue read(String text) throws Unreadable {
        JsonValue schema = value(text);
        if (schema instanceof JsonObject || schema instanceof JsonBoolean) {
            return schema;
        }
        throw new Unreadable("a JSON Schema is an object");
    }

    private static JsonValue value(String text) throws Unreadable {
        try {
            return JsonReader.parse(text);
        } catch (JsonSyntaxException notJson) {
            Document document = YamlReader.read(SourceText.of("schema", text));
            if (!document.diagnostics().isEmpty()) {
                Diagnostic first = document.diagnostics().getFirst();
                throw new Unreadable("line "
                        + document.source().position(first.range().start()).line() + ": " + first.message());
            }
            return document.root() == null ? JsonObject.EMPTY : document.root().json();
        }
    }
}
