package io.flowork.grammar.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.schema.SchemaReferences.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaReferencesTest {
    private static JsonValue json(String text) {
        return JsonReader.parse(text.replace('\'', '"'));
    }

    @Test
    void referencesAreFoundWhereSchemasAreAndNotInData() {
        JsonValue schema = json("{'$ref': '#/$defs/a', 'const': {'$ref': 'no.json'}, '$defs': {'a': {'items':"
                + " [{'$ref': '../x.json#/y'}]}, 'b': {'$ref': 'https://example.com/z.json'},"
                + " 'c': {'$ref': 'https://json-schema.org/draft/2020-12/schema'}}}");
        assertThat(SchemaReferences.of(schema, "s/t/a.json"))
                .containsExactly(
                        new Reference("#/$defs/a", null, "/$defs/a", false, "/$ref"),
                        new Reference("../x.json#/y", "s/x.json", "/y", false, "/$defs/a/items/0/$ref"),
                        new Reference("https://example.com/z.json", null, "", true, "/$defs/b/$ref"));
    }

    @Test
    void schemasWithAnIdentifierOfTheirOwnAreLeftAlone() {
        JsonValue schema =
                json("{'$ref': 'https://e.com/b', '$defs': {'b': {'$id': 'https://e.com/b', '$ref': 'no.json'}}}");
        assertThat(SchemaReferences.of(schema, "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', b.json, b.json",
        "a.json, b.json, b.json",
        "s/a.json, b.json, s/b.json",
        "s/a.json, ../b.json, b.json",
        "s/a.json, ./t/b.json, s/t/b.json",
        "a.json, https://example.com/b.json,",
        "https://example.com/a.json, b.json,",
        "a.json, //example.com/b.json,",
        "a.json, 'b c.json',",
    })
    void pathsAreRelativeToTheFile(String from, String to, String found) {
        assertThat(SchemaReferences.resolve(from, to)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "/a, true",
        "/a/0, true",
        "/a/1, false",
        "/b, false",
        "/c~1d, true",
        "/e%20f, true",
        "anchor, true",
    })
    void aPointerLeadsSomewhere(String fragment, boolean leads) {
        assertThat(SchemaReferences.leads(json("{'a': [1], 'c/d': 1, 'e f': 1}"), fragment))
                .isEqualTo(leads);
    }

    @Test
    void schemasAreReadFromJsonAndYaml() throws Exception {
        assertThat(SchemaText.read("{\"type\": \"string\"}")).isEqualTo(json("{'type': 'string'}"));
        assertThat(SchemaText.read("type: string\n")).isEqualTo(json("{'type': 'string'}"));
        assertThat(SchemaText.read("true")).isEqualTo(json("true"));
        assertThatThrownBy(() -> SchemaText.read("- a")).hasMessage("a JSON Schema is an object");
        assertThatThrownBy(() -> SchemaText.read("a: [")).hasMessageStartingWith("line 1: ");
    }
}
