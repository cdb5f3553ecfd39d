package io.flowork.core.schema;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Valid workflows as data: the standard's examples and conformance kit, and ours; and the standard's schema. */
final class Corpus {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SCENARIO = Pattern.compile(
            "Given a workflow with definition:\\s*\\n( *)\"\"\"\\w*\\n(.*?)\\n *\"\"\"", Pattern.DOTALL);

    private Corpus() {}

    static JsonNode publishedSchema() throws IOException {
        return json(Files.readString(standard().resolve("schema/workflow.yaml")));
    }

    static List<JsonNode> workflows() throws IOException {
        List<JsonNode> workflows = new ArrayList<>();
        for (String text : texts(standard().resolve("examples"))) {
            workflows.add(json(text));
        }
        for (String text : texts(standard().resolve("ctk/features"))) {
            Matcher scenario = SCENARIO.matcher(text);
            while (scenario.find()) {
                workflows.add(json(scenario.group(2).replaceAll("(?m)^" + scenario.group(1), "")));
            }
        }
        for (String text : texts(root().resolve("testdata/workflows"))) {
            workflows.add(json(text));
        }
        return workflows;
    }

    static JsonNode json(String text) {
        Node root = YamlReader.read(SourceText.of("corpus", text)).root();
        try {
            return JSON.readTree(JsonWriter.compact(Objects.requireNonNull(root).json()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(Path folder) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }

    private static Path standard() {
        Path folder = root().resolveSibling("shared").resolve("spec");
        assumeTrue(
                Files.isDirectory(folder),
                () -> "SKIPPED: no " + folder
                        + "; put examples/, ctk/ and schema/ of github.com/open-workflow-specification/specification there");
        return folder;
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no folder above has mvnw");
        }
        return folder;
    }
}
