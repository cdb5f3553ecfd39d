package io.flowork.functions.openapi;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.testkit.Calls;
import io.flowork.functions.testkit.HttpStub;
import io.flowork.functions.testkit.HttpStub.Answer;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenApiFunctionTest {
    private static final String SWAGGER = """
            {"swagger": "2.0", "host": "pets.example", "basePath": "/v2", "schemes": ["https", "http"],
             "securityDefinitions": {"key": {"type": "apiKey", "name": "api_key", "in": "header"}},
             "parameters": {"limit": {"name": "limit", "in": "query", "type": "integer"}},
             "paths": {
               "/pet/findByStatus": {"get": {"operationId": "findPetsByStatus", "parameters": [
                 {"name": "status", "in": "query", "required": true, "type": "array", "collectionFormat": "multi"},
                 {"$ref": "#/parameters/limit"}]}},
               "/pet": {"post": {"operationId": "addPet", "consumes": ["application/xml", "application/json"], "parameters": [
                 {"name": "pet", "in": "body", "required": true, "schema": {"type": "object"}}]}},
               "/pet/{petId}": {
                 "parameters": [{"name": "petId", "in": "path", "required": true, "type": "integer"}],
                 "get": {"operationId": "getPetById"},
                 "post": {"operationId": "updatePet", "consumes": ["application/x-www-form-urlencoded"], "parameters": [
                   {"name": "name", "in": "formData", "type": "string"},
                   {"name": "tags", "in": "formData", "type": "array", "collectionFormat": "pipes"}]}},
               "/csv": {"get": {"operationId": "csv", "parameters": [
                 {"name": "a", "in": "query", "type": "array"},
                 {"name": "b", "in": "query", "type": "array", "collectionFormat": "ssv"},
                 {"name": "X-C", "in": "header", "type": "array"}]}}
             }}""";

    private static final String OPENAPI = """
            {"openapi": "3.1.0",
             "servers": [{"url": "https://{region}.pets.example/{stage}",
                          "variables": {"region": {"default": "eu"}, "stage": {"default": "live"}}}],
             "components": {
               "parameters": {"id": {"name": "id", "in": "path", "required": true}},
               "requestBodies": {"pet": {"required": true, "content": {"application/xml": {}, "application/vnd.pet+json": {}}}}},
             "paths": {
               "/pets/{id}": {"$ref": "#/components/x-items/pet"},
               "/pets": {"post": {"operationId": "create", "requestBody": {"$ref": "#/components/requestBodies/pet"},
                 "parameters": [{"name": "dry", "in": "query"}]}},
               "/form": {"post": {"operationId": "form", "requestBody": {"content": {"application/x-www-form-urlencoded": {}}}}},
               "/relative": {"servers": [{"url": "../v9"}], "get": {"operationId": "relative"}},
               "/styles/{p}": {"get": {"operationId": "styles", "parameters": [
                 {"name": "p", "in": "path", "required": true},
                 {"name": "form", "in": "query"},
                 {"name": "flat", "in": "query", "explode": false},
                 {"name": "space", "in": "query", "style": "spaceDelimited", "explode": false},
                 {"name": "pipe", "in": "query", "style": "pipeDelimited", "explode": false},
                 {"name": "deep", "in": "query", "style": "deepObject", "explode": true},
                 {"name": "json", "in": "query", "content": {"application/json": {}}},
                 {"name": "free", "in": "query", "allowReserved": true},
                 {"name": "X-H", "in": "header", "explode": true},
                 {"name": "c", "in": "cookie"}]}},
               "/label/{p}": {"get": {"operationId": "label", "parameters": [
                 {"name": "p", "in": "path", "required": true, "style": "label", "explode": true}]}},
               "/matrix/{p}": {"get": {"operationId": "matrix", "parameters": [
                 {"name": "p", "in": "path", "required": true, "style": "matrix", "explode": true}]}},
               "/matrixFlat/{p}": {"get": {"operationId": "matrixFlat", "parameters": [
                 {"name": "p", "in": "path", "required": true, "style": "matrix"}]}}
             }}""".replace(
                    "\"components\": {",
                    "\"components\": {\"x-items\": {\"pet\": {"
                            + "\"parameters\": [{\"$ref\": \"#/components/parameters/id\"}],"
                            + "\"get\": {\"operationId\": \"show\"}}},");

    private final HttpStub stub = new HttpStub();
    private final OpenApiFunction openapi = new OpenApiFunction(new HttpCaller(HttpSettings.DEFAULT.withHostOverrides(
            Map.of("pets.example", URI.create(stub.uri("")), "eu.pets.example", URI.create(stub.uri(""))))));
    private final Calls calls = new Calls();

    @BeforeEach
    void answer() {
        stub.on("/", asked -> Answer.json("{\"ok\":true}"));
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    private static JsonObject arguments(String document, String operation, String parameters) {
        return new JsonObject.Builder()
                .put(
                        "document",
                        new JsonObject.Builder()
                                .put("uri", "https://pets.example/docs/v3/openapi.json")
                                .put("content", document)
                                .build())
                .put("operationId", operation)
                .put("parameters", JsonReader.parse(parameters))
                .build();
    }

    private String target(String document, String operation, String parameters) throws Exception {
        JsonValue output = calls.call(openapi, arguments(document, operation, parameters));
        assertThat(output).isEqualTo(JsonReader.parse("{\"ok\":true}"));
        return stub.last().method() + " " + stub.last().target();
    }

    private void error(String document, String operation, String parameters, String type, String detail)
            throws Exception {
        WorkflowError error = calls.error(openapi, arguments(document, operation, parameters));
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + type);
        assertThat(error.detail()).contains(detail);
        assertThat(stub.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "findPetsByStatus | {\"status\":\"available\"}              | GET /v2/pet/findByStatus?status=available",
                "findPetsByStatus | {\"status\":[\"a\",\"b\"],\"limit\":5}  | GET /v2/pet/findByStatus?status=a&status=b&limit=5",
                "getPetById       | {\"petId\":1}                           | GET /v2/pet/1",
                "getPetById       | {\"petId\":\"a/b c\"}                   | GET /v2/pet/a%2Fb%20c",
                "csv              | {\"a\":[1,2],\"b\":[3,4]}               | GET /v2/csv?a=1,2&b=3%204",
            })
    void swagger(String operation, String parameters, String expected) throws Exception {
        assertThat(target(SWAGGER, operation, parameters)).isEqualTo(expected);
    }

    @Test
    void aHeaderOfSwaggerIsCommaSeparated() throws Exception {
        target(SWAGGER, "csv", "{\"X-C\":[1,2]}");
        assertThat(stub.last().header("X-C")).isEqualTo("1,2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"pet\":{\"name\":\"milou\"}} | {\"name\":\"milou\"}",
                "{\"name\":\"milou\",\"age\":3} | {\"name\":\"milou\",\"age\":3}",
            })
    void aBodyOfSwaggerIsItsParameterOrTheRest(String parameters, String body) throws Exception {
        target(SWAGGER, "addPet", parameters);
        assertThat(stub.last().text()).isEqualTo(body);
        assertThat(stub.last().header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void aFormOfSwagger() throws Exception {
        target(SWAGGER, "updatePet", "{\"petId\":1,\"name\":\"a b\",\"tags\":[\"x\",\"y\"]}");
        assertThat(stub.last().header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(stub.last().text()).isEqualTo("name=a%20b&tags=x%7Cy");
    }

    @Test
    void aDeclaredApiKeyIsAParameter() throws Exception {
        target(SWAGGER, "getPetById", "{\"petId\":1,\"api_key\":\"k\"}");
        assertThat(stub.last().header("api_key")).isEqualTo("k");
    }

    @Test
    void theAddressShownIsTheDocuments() throws Exception {
        JsonObject response = (JsonObject) calls.call(
                openapi, arguments(SWAGGER, "getPetById", "{\"petId\":1}").with("output", JsonString.of("response")));
        JsonObject request = (JsonObject) requireNonNull(response.get("request"));
        assertThat(request.get("uri")).isEqualTo(JsonString.of("https://pets.example/v2/pet/1"));
        assertThat(request.get("method")).isEqualTo(JsonString.of("get"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "show       | {\"id\":7}                                | GET /live/pets/7",
                "relative   | {}                                        | GET /docs/v9/relative",
                "styles     | {\"p\":[1,2]}                             | GET /live/styles/1,2",
                "styles     | {\"p\":1,\"form\":[\"a b\",2]}            | GET /live/styles/1?form=a%20b&form=2",
                "styles     | {\"p\":1,\"form\":{\"x\":1,\"y\":2}}      | GET /live/styles/1?x=1&y=2",
                "styles     | {\"p\":1,\"flat\":[1,2]}                  | GET /live/styles/1?flat=1,2",
                "styles     | {\"p\":1,\"flat\":{\"x\":1,\"y\":2}}      | GET /live/styles/1?flat=x,1,y,2",
                "styles     | {\"p\":1,\"space\":[1,2]}                 | GET /live/styles/1?space=1%202",
                "styles     | {\"p\":1,\"pipe\":[1,2]}                  | GET /live/styles/1?pipe=1%7C2",
                "styles     | {\"p\":1,\"deep\":{\"a\":1,\"b\":\"x\"}}  | GET /live/styles/1?deep%5Ba%5D=1&deep%5Bb%5D=x",
                "styles     | {\"p\":1,\"json\":{\"a\":[1]}}            | GET /live/styles/1?json=%7B%22a%22%3A%5B1%5D%7D",
                "styles     | {\"p\":1,\"free\":\"a/b:c d\"}            | GET /live/styles/1?free=a/b:c%20d",
                "label      | {\"p\":[1,2]}                             | GET /live/label/.1.2",
                "label      | {\"p\":{\"a\":1,\"b\":2}}                 | GET /live/label/.a=1.b=2",
                "matrix     | {\"p\":[1,2]}                             | GET /live/matrix/;p=1;p=2",
                "matrix     | {\"p\":{\"a\":1,\"b\":2}}                 | GET /live/matrix/;a=1;b=2",
                "matrixFlat | {\"p\":[1,2]}                             | GET /live/matrixFlat/;p=1,2",
            })
    void openApi3(String operation, String parameters, String expected) throws Exception {
        assertThat(target(OPENAPI, operation, parameters)).isEqualTo(expected);
    }

    @Test
    void headersAndCookiesOfOpenApi3() throws Exception {
        target(OPENAPI, "styles", "{\"p\":1,\"X-H\":{\"a\":1,\"b\":2},\"c\":\"x y\"}");
        assertThat(stub.last().header("X-H")).isEqualTo("a=1,b=2");
        assertThat(stub.last().header("Cookie")).isEqualTo("c=x%20y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create | {\"body\":{\"a\":1},\"dry\":true} | POST /live/pets?dry=true | application/vnd.pet+json          | {\"a\":1}",
                "create | {\"a\":1,\"dry\":true}            | POST /live/pets?dry=true | application/vnd.pet+json          | {\"a\":1}",
                "form   | {\"body\":{\"a\":\"x y\"}}        | POST /live/form          | application/x-www-form-urlencoded | a=x%20y",
            })
    void bodiesOfOpenApi3(String operation, String parameters, String target, String type, String body)
            throws Exception {
        assertThat(target(OPENAPI, operation, parameters)).isEqualTo(target);
        assertThat(stub.last().header("Content-Type")).isEqualTo(type);
        assertThat(stub.last().text()).isEqualTo(body);
    }

    @Test
    void whatIsMissingOrUnknownIsNamed() throws Exception {
        error(SWAGGER, "getPetById", "{}", "validation", "The operation 'getPetById' needs the parameter 'petId'.");
        error(SWAGGER, "findPetsByStatus", "{\"status\":null}", "validation", "'status'");
        error(SWAGGER, "addPet", "{}", "validation", "'pet'");
        error(OPENAPI, "create", "{}", "validation", "'body'");
        error(
                SWAGGER,
                "getPetById",
                "{\"petId\":1,\"petIt\":2}",
                "validation",
                "no parameter 'petIt'. Did you mean 'petId'?");
        error(SWAGGER, "getPetsById", "{}", "configuration", "Did you mean 'getPetById'?");
        error(SWAGGER, "xyz", "{}", "configuration", "It has 'findPetsByStatus', 'addPet', 'getPetById' and others.");
    }

    @Test
    void brokenDocumentsAreSaidInPlainWords() throws Exception {
        error("{\"swagger\": \"2.0\",", "x", "{}", "configuration", "line 1, column ");
        error("{\"asyncapi\": \"3.0\"}", "x", "{}", "configuration", "is no OpenAPI document");
        String reference = "{\"openapi\":\"3.0.0\",\"paths\":{\"/a\":{\"$ref\":\"%s\"}}}";
        error(reference.formatted("#/paths/~1a"), "x", "{}", "configuration", "lead in a circle");
        error(reference.formatted("#/nope"), "x", "{}", "configuration", "refers to '#/nope', which is not in it");
        error(reference.formatted("other.json#/a"), "x", "{}", "configuration", "refers to another document");
    }

    @Test
    void documentsCanBeYaml() throws Exception {
        String yaml = """
                swagger: 2.0
                host: pets.example
                schemes: [https]
                paths:
                  /pet/{petId}:
                    parameters:
                      - &id {name: petId, in: path, required: true}
                    get:
                      operationId: getPetById
                      responses:
                        200: {description: the pet}
                """;
        assertThat(target(yaml, "getPetById", "{\"petId\":1}")).isEqualTo("GET /pet/1");
    }

    @Test
    void brokenYamlIsSaidWithItsPlace() throws Exception {
        error("openapi: 3.0.0\npaths: {a: [}\n", "x", "{}", "configuration", "cannot be read: line 2, column ");
    }

    @Test
    void authenticationIsUsed() throws Exception {
        calls.call(
                openapi,
                arguments(SWAGGER, "getPetById", "{\"petId\":1}")
                        .with("authentication", JsonReader.parse("{\"bearer\":{\"token\":\"t0ken\"}}")));
        assertThat(stub.last().header("Authorization")).isEqualTo("Bearer t0ken");
    }
}
