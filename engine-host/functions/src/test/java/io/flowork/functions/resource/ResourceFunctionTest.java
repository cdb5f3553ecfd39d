package io.flowork.functions.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.testkit.Calls;
import io.flowork.functions.testkit.HttpStub;
import io.flowork.functions.testkit.HttpStub.Answer;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceFunctionTest {
    /** SHA-256 of {@code abc}. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private final ResourceFunction resource =
            new ResourceFunction(new HttpCaller(HttpSettings.DEFAULT), HttpSettings.DEFAULT, name -> false, null);
    private final Calls calls = new Calls();

    @Test
    void aDocumentIsFetchedWithItsTypeAndDigest() throws Exception {
        try (HttpStub stub = new HttpStub()) {
            stub.on("/old", asked -> Answer.status(302).with("Location", "/new"));
            stub.on("/new", asked -> Answer.of(200, "application/yaml; charset=utf-8", "abc"));
            assertThat(calls.call(resource, "{\"uri\":\"" + stub.uri("/old") + "\"}"))
                    .isEqualTo(JsonReader.parse("{\"uri\":\"" + stub.uri("/old")
                            + "\",\"mediaType\":\"application/yaml\",\"content\":\"abc\",\"sha256\":\"" + ABC + "\"}"));
        }
    }

    @Test
    void aDocumentThatIsNotThereIsAnError() throws Exception {
        try (HttpStub stub = new HttpStub()) {
            stub.on("/", asked -> Answer.status(404));
            WorkflowError error = calls.error(resource, "{\"uri\":\"" + stub.uri("/x") + "\"}");
            assertThat(error.status()).isEqualTo(404);
        }
    }

    @Test
    void credentialsAreSent() throws Exception {
        try (HttpStub stub = new HttpStub()) {
            stub.on("/", asked -> Answer.json("1"));
            calls.call(
                    resource,
                    "{\"uri\":\"" + stub.uri("/") + "\",\"authentication\":{\"bearer\":{\"token\":\"t0ken\"}}}");
            assertThat(stub.last().header("Authorization")).isEqualTo("Bearer t0ken");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/api.json", "file:docs/api.json", "docs/../docs/api.json"})
    void aFileBesideTheWorkflowIsRead(String uri, @TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("docs"));
        Files.writeString(folder.resolve("docs/api.json"), "abc");
        JsonObject document = (JsonObject) Calls.in(folder).call(resource, "{\"uri\":\"" + uri + "\"}");
        assertThat(document)
                .isEqualTo(JsonReader.parse("{\"uri\":\"" + uri
                        + "\",\"mediaType\":\"application/json\",\"content\":\"abc\",\"sha256\":\"" + ABC + "\"}"));
    }

    @Test
    void filesOutsideTheFolderAreRefused(@TempDir Path outer) throws Exception {
        Path folder = Files.createDirectory(outer.resolve("inner"));
        Path outside = Files.writeString(outer.resolve("outside.txt"), "hidden");
        Files.createSymbolicLink(folder.resolve("link"), outside);
        for (String uri : new String[] {
            "../outside.txt", "x/../../outside.txt", outside.toUri().toString(), "link"
        }) {
            WorkflowError error = Calls.in(folder).error(resource, "{\"uri\":\"" + uri + "\"}");
            assertThat(error.type()).as(uri).isEqualTo(WorkflowError.STANDARD + "authorization");
            assertThat(error.detail()).contains("outside the workflow's folder");
        }
    }

    @Test
    void whatCannotBeFetchedIsSaidInPlainWords(@TempDir Path folder) throws Exception {
        assertThat(Calls.in(folder).error(resource, "{\"uri\":\"nope.json\"}").detail())
                .isEqualTo("There is no file 'nope.json' beside the workflow.");
        assertThat(calls.error(resource, "{\"uri\":\"nope.json\"}").detail()).contains("is in no folder");
        assertThat(calls.error(resource, "{\"uri\":\"ftp://x/y\"}").detail()).contains("not by ftp");
    }

    @Test
    void theFolderIsTheEnginesChoiceAndNotTheWorkflows(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("x.json"), "{}");
        assertThat(calls.error(resource, "{\"uri\":\"x.json\",\"base\":\"" + folder + "\"}")
                        .detail())
                .contains("is in no folder");
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/o/r/blob/main/a/b.yaml, https://raw.githubusercontent.com/o/r/main/a/b.yaml",
        "https://gitlab.com/g/s/r/-/blob/main/a.yaml, https://gitlab.com/g/s/r/-/raw/main/a.yaml",
        "https://github.com/o/r/tree/main/functions/f/1.0.0/function.yaml, https://raw.githubusercontent.com/o/r/main/functions/f/1.0.0/function.yaml",
        "https://github.com/o/r/functions/f/1.0.0/function.yaml, https://raw.githubusercontent.com/o/r/HEAD/functions/f/1.0.0/function.yaml",
        "https://gitlab.com/g/s/r/functions/f/1.0.0/function.yaml, https://gitlab.com/g/s/r/-/raw/HEAD/functions/f/1.0.0/function.yaml",
        "https://gitlab.com/g/s/r/-/raw/main/functions/f.yaml, https://gitlab.com/g/s/r/-/raw/main/functions/f.yaml",
        "https://github.com/o/r/releases/x, https://github.com/o/r/releases/x",
        "https://example.com/o/r/blob/main/a, https://example.com/o/r/blob/main/a",
    })
    void pagesThatShowAFileBecomeTheFile(String page, String file) {
        assertThat(RawFiles.of(URI.create(page))).isEqualTo(URI.create(file));
    }

    @Test
    void aFunctionOfTheDefaultCatalogIsLookedForUpToTheWorkspace(@TempDir Path folder) throws Exception {
        Path flows = Files.createDirectories(folder.resolve("workspace/flows"));
        Path file = folder.resolve("workspace/functions/f/1.0.0/function.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "set: {}");
        String call = "{\"uri\":\"functions/f/1.0.0/function.yaml\",\"function\":\"f:1.0.0@default\"}";
        HttpCaller caller = new HttpCaller(HttpSettings.DEFAULT);
        Predicate<String> none = name -> false;
        ResourceFunction workspace =
                new ResourceFunction(caller, HttpSettings.DEFAULT, none, folder.resolve("workspace"));
        assertThat(Calls.in(flows).call(workspace, call).toString()).contains("set: {}");
        ResourceFunction below = new ResourceFunction(caller, HttpSettings.DEFAULT, none, flows);
        assertThat(Calls.in(flows).error(below, call).detail()).contains("functions/f/1.0.0");
        ResourceFunction own = new ResourceFunction(caller, HttpSettings.DEFAULT, "f:1.0.0@default"::equals, null);
        assertThat(Calls.in(flows).call(own, call)).isEqualTo(JsonReader.parse(call));
    }

    @Test
    void aPageOfGitHubIsFetchedFromWhereItsFileIs() throws Exception {
        try (HttpStub stub = new HttpStub()) {
            stub.on("/o/r/main/f.yaml", asked -> Answer.of(200, "text/plain", "abc"));
            HttpSettings settings =
                    HttpSettings.DEFAULT.withHostOverrides(Map.of("raw.githubusercontent.com", stub.base()));
            JsonObject document = (JsonObject) calls.call(
                    new ResourceFunction(new HttpCaller(settings), settings, name -> false, null),
                    "{\"uri\":\"https://github.com/o/r/blob/main/f.yaml\"}");
            assertThat(document.toString()).contains("\"uri\":\"https://github.com/o/r/blob/main/f.yaml\"");
        }
    }
}
