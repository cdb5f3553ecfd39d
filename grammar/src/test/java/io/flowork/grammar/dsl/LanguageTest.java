package io.flowork.grammar.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.testing.StandardWorkflows;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.Document;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import io.flowork.grammar.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LanguageTest {
    @Test
    void everyTypeThatIsReferredToExists() {
        for (ObjectType type : everyType()) {
            for (Property property : type.properties()) {
                references(property.shape());
            }
        }
    }

    @Test
    void everythingIsDescribedInOneSentence() {
        for (ObjectType type : everyType()) {
            assertThat(type.summary()).as(type.name()).endsWith(".");
            for (Property property : type.properties()) {
                assertThat(property.summary())
                        .as(type.name() + "." + property.name())
                        .endsWith(".")
                        .hasSizeLessThan(120);
            }
        }
    }

    @Test
    void choicesAreAmongTheProperties() {
        for (ObjectType type : everyType()) {
            for (ObjectType.Choice choice : type.choices()) {
                for (ObjectType.Alternative alternative : choice.alternatives()) {
                    assertThat(Language.keys(type))
                            .as(type.name())
                            .containsAll(alternative.needed())
                            .containsAll(alternative.optional());
                }
            }
        }
    }

    @Test
    void everyPropertyOfThePublishedSchemaIsInTheModel() throws IOException {
        Path file = StandardWorkflows.folder().resolve("schema/workflow.yaml");
        Document schema = YamlReader.read(SourceText.of("workflow.yaml", Files.readString(file)));
        assertThat(schema.diagnostics()).isEmpty();
        Set<String> published = new TreeSet<>();
        properties(schema.root(), published);
        Set<String> modelled = new TreeSet<>();
        for (ObjectType type : everyType()) {
            modelled.addAll(Language.keys(type));
        }
        // What a process gives and a message that was received are no parts of a document.
        assertThat(published).contains("code", "correlationId");
        published.removeAll(Set.of("stdout", "stderr", "correlationId"));
        assertThat(modelled).containsAll(published);
        // The standard's text names certificates; its schema does not say what is in one.
        modelled.removeAll(Set.of("certificate", "key"));
        assertThat(published).containsAll(modelled);
    }

    private static void properties(Node node, Set<String> found) {
        if (node instanceof MappingNode mapping) {
            for (MappingNode.Entry entry : mapping.entries()) {
                if (entry.name().equals("properties") && entry.value() instanceof MappingNode properties) {
                    for (MappingNode.Entry property : properties.entries()) {
                        boolean forbidden = property.value() instanceof ScalarNode;
                        if (!forbidden) {
                            found.add(property.name());
                        }
                        properties(property.value(), found);
                    }
                } else {
                    properties(entry.value(), found);
                }
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.items().forEach(item -> properties(item, found));
        }
    }

    private static List<ObjectType> everyType() {
        List<ObjectType> types = new ArrayList<>(Language.types().values());
        types.addAll(Language.taskKinds().values());
        return types;
    }

    private static void references(Shape shape) {
        switch (shape) {
            case Shape.Of of -> assertThat(Language.type(of.type())).isNotNull();
            case Shape.Either either -> either.alternatives().forEach(LanguageTest::references);
            case Shape.MapOf map -> references(map.values());
            case Shape.ListOf list -> references(list.items());
            case Shape.NamedList list -> references(list.values());
            case Shape.Deferred deferred -> references(deferred.shape());
            default -> {}
        }
    }
}
