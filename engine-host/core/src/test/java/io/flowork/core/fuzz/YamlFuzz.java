package io.flowork.core.fuzz;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.Document;
import io.flowork.grammar.yaml.ErrorNode;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import io.flowork.grammar.yaml.YamlReader;
import org.jspecify.annotations.Nullable;

/** Reading YAML gives a tree for any text; every place lies inside the text; JSON means the same as to a JSON reader. */
public final class YamlFuzz {
    private static final int MOST_VISITED = 20_000;

    private int visited;

    private YamlFuzz() {}

    /** Reads one text. */
    public static void fuzzerTestOneInput(byte[] data) {
        Fuzzed.promptly(() -> read(Fuzzed.text(data)));
    }

    private static void read(String text) {
        Document document = YamlReader.read(SourceText.of("fuzzed", text));
        for (Diagnostic diagnostic : document.diagnostics()) {
            LanguageFuzz.wellFormed(diagnostic, text);
        }
        for (Range skipped : document.skipped()) {
            Fuzzed.inside(skipped, text, "a skipped part");
        }
        Node root = document.root();
        if (root != null) {
            new YamlFuzz().visit(root, text);
            JsonValue value = json(text);
            if (value != null && document.diagnostics().isEmpty()) {
                Fuzzed.require(value.equals(root.json()), "as JSON " + value + ", as YAML " + root.json());
            }
        }
    }

    private void visit(Node node, String text) {
        if (++visited > MOST_VISITED) {
            return;
        }
        Fuzzed.inside(node.range(), text, "a node");
        switch (node) {
            case ErrorNode error -> Fuzzed.require(error.size() == 1, "an error counts for one");
            case ScalarNode scalar -> scalar(scalar, text);
            case SequenceNode list -> list.items().forEach(item -> visit(item, text));
            case MappingNode object -> {
                for (MappingNode.Entry entry : object.entries()) {
                    scalar(entry.key(), text);
                    Fuzzed.inside(entry.range(), text, "an entry");
                    visit(entry.value(), text);
                }
            }
        }
    }

    private static void scalar(ScalarNode scalar, String text) {
        int length = scalar.text().length();
        for (int at : new int[] {0, length / 2, length}) {
            int offset = scalar.offsetOf(at);
            Fuzzed.require(offset >= 0 && offset <= text.length(), "offset " + offset + " of a scalar");
        }
        Fuzzed.inside(scalar.rangeOf(new Range(0, length)), text, "a part of a scalar");
    }

    private static @Nullable JsonValue json(String text) {
        try {
            return JsonReader.parse(text);
        } catch (JsonSyntaxException e) {
            return null;
        }
    }
}
