package io.flowork.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaFilesTest {
    private static JsonValue json(String text) {
        return JsonReader.parse(text.replace('\'', '"'));
    }

    private static List<String> problems(String schema, String path, Map<String, String> files, String data) {
        Map<String, JsonValue> documents = new HashMap<>();
        files.forEach((name, text) -> documents.put(name, json(text)));
        return Schemas.validate(new Schemas.WithFiles(json(schema), path, documents), json(data));
    }

    @Test
    void aReferenceLeadsToAFile() {
        Map<String, String> files = Map.of(
                "schemas/customer.json",
                        "{'required': ['name'], 'properties': {'name': {'$ref': 'types.json#/$defs/name'}}}",
                "schemas/types.json", "{'$defs': {'name': {'type': 'string', 'minLength': 2}}}");
        String schema = "{'properties': {'customer': {'$ref': 'schemas/customer.json'}}}";
        assertThat(problems(schema, "", files, "{'customer': {'name': 'Ada'}}")).isEmpty();
        assertThat(problems(schema, "", files, "{'customer': {}}"))
                .containsExactly("/customer: the property 'name' is missing");
        assertThat(problems(schema, "", files, "{'customer': {'name': 'A'}}"))
                .containsExactly("/customer/name: does not satisfy minLength 2");
    }

    @Test
    void filesMayReferToEachOtherAndBack() {
        Map<String, String> files = Map.of("b.json", "{'properties': {'a': {'$ref': 'a.json#/$defs/list'}}}");
        String schema = "{'$defs': {'list': {'type': 'array'}}, 'properties': {'b': {'$ref': 'b.json'}}}";
        assertThat(problems(schema, "a.json", files, "{'b': {'a': []}}")).isEmpty();
        assertThat(problems(schema, "a.json", files, "{'b': {'a': 1}}"))
                .containsExactly("/b/a: the type must be \"array\", it is integer");
    }

    @Test
    void anIdentifierNamesAFileForTheWorldButItsReferencesAreRelativeToTheFile() {
        Map<String, String> files = Map.of(
                "s/b.json",
                        "{'$id': 'https://example.com/b.json', '$ref': 'https://example.com/b.json#/$defs/x', '$defs': {'x': {'$ref': 'c.json'}}}",
                "s/c.json", "{'$id': 'https://example.com/c.json', 'type': 'string'}");
        assertThat(problems("{'$ref': 's/b.json'}", "", files, "'x'")).isEmpty();
        assertThat(problems("{'$ref': 's/b.json'}", "", files, "1")).hasSize(1);
    }

    @Test
    void referencesThatLeadBackToWhereTheyStandAreAnError() {
        assertThat(problems("{'$ref': '#'}", "", Map.of(), "1"))
                .containsExactly("the schema itself cannot be used: it refers to itself without an end");
        Map<String, String> files = Map.of("a.json", "{'anyOf': [{'$ref': 'b.json'}]}", "b.json", "{'$ref': 'a.json'}");
        assertThat(problems("{'$ref': 'a.json'}", "", files, "1"))
                .containsExactly("the schema itself cannot be used: it refers to itself without an end");
        assertThat(problems("{'properties': {'x': {'$ref': '#'}}}", "", Map.of(), "{'x': {'x': {}}}"))
                .isEmpty();
    }

    @Test
    void whatIsNotGivenIsNotFetched() {
        for (String target : List.of("https://example.com/x.json", "other.json", "b.json#/nowhere")) {
            assertThat(problems("{'$ref': '" + target + "'}", "", Map.of("b.json", "{}"), "1"))
                    .as(target)
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("the schema itself cannot be used");
        }
    }
}
