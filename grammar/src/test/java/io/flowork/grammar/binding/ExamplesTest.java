package io.flowork.grammar.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.yaml.Document;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The examples in the language model are there where they help, and they are right. */
class ExamplesTest {
    @Test
    void everyExampleIsAccepted() {
        int checked = 0;
        for (ObjectType type : types()) {
            for (Property property : type.properties()) {
                for (String example : property.examples()) {
                    assertThat(problems(property, example))
                            .as(type.name() + "." + property.name() + ": " + example)
                            .isEmpty();
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(100);
    }

    @Test
    void whatIsNoPlainValueHasAnExample() {
        for (ObjectType type : types()) {
            for (Property property : type.properties()) {
                if (!plain(property.shape())) {
                    assertThat(property.examples())
                            .as(type.name() + "." + property.name())
                            .isNotEmpty();
                }
            }
        }
    }

    private static List<Diagnostic> problems(Property property, String example) {
        Document document = YamlReader.read(SourceText.of("example", example));
        Report report = new Report(document.source());
        document.diagnostics().forEach(report::add);
        Names names = new Names(MappingNode.empty(), FunctionSignatures.NONE);
        Checker checker = new Checker(report, names, new Expressions(report, false));
        checker.value(Objects.requireNonNull(document.root()), property.shape(), "the example");
        return report.diagnostics();
    }

    /** Whether the type of the value says all there is to say, or a type of its own has the examples. */
    private static boolean plain(Shape shape) {
        return switch (shape) {
            case Shape.Of ignored -> true;
            case Shape.Flag ignored -> true;
            case Shape.OneOf ignored -> true;
            case Shape.Reference ignored -> true;
            case Shape.Whole ignored -> true;
            case Shape.Deferred ignored -> true;
            case Shape.Text text -> text.format() == Shape.Format.NONE;
            case Shape.Either either -> either.alternatives().stream().allMatch(ExamplesTest::plain);
            case Shape.Data ignored -> false;
            case Shape.Expression ignored -> false;
            case Shape.Flow ignored -> false;
            case Shape.ListOf ignored -> false;
            case Shape.MapOf ignored -> false;
            case Shape.NamedList ignored -> false;
            case Shape.OneTask ignored -> false;
            case Shape.Span ignored -> false;
            case Shape.Tasks ignored -> false;
            case Shape.Uri ignored -> false;
        };
    }

    private static List<ObjectType> types() {
        List<ObjectType> types = new ArrayList<>(Language.types().values());
        types.addAll(Language.taskKinds().values());
        return types;
    }
}
