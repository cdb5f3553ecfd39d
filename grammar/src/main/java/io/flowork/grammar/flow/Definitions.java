package io.flowork.grammar.flow;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.dsl.Shape.Section;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.ErrorNode;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for definitions in {@code use} that nothing refers to. A name counts as used wherever it stands as a value, so a
 * definition is never blamed wrongly.
 */
final class Definitions {
    private static final Pattern SECRETS =
            Pattern.compile("\\$secrets\\b\\s*(?:\\.\\s*([A-Za-z_]\\w*)|\\.?\\s*\\[?\\s*\"([^\"\\\\]+)\"\\s*\\]?)?");

    private static final String REMOVE = "Remove the definition";

    private final Set<String> texts = new HashSet<>();
    private final Set<String> secrets = new HashSet<>();
    private boolean anySecret;

    private Definitions() {}

    static void check(MappingNode root, Edits edits, List<Diagnostic> found) {
        if (!(root.get("use") instanceof MappingNode use)) {
            return;
        }
        Definitions used = new Definitions();
        for (MappingNode.Entry entry : root.entries()) {
            if (!entry.name().equals("document")) {
                used.collect(entry.value(), "");
            }
        }
        for (Section section : Section.values()) {
            Node definitions = use.get(section.key());
            if (definitions instanceof MappingNode mapping) {
                for (MappingNode.Entry entry : mapping.entries()) {
                    used.definition(
                            section,
                            entry.name(),
                            entry.key().range(),
                            () -> alone(mapping.entries().size(), edits, root, use, section)
                                    .orElseGet(() -> edits.remove(REMOVE, mapping, entry.name())),
                            found);
                }
            } else if (definitions instanceof SequenceNode sequence) {
                for (int i = 0; i < sequence.items().size(); i++) {
                    if (sequence.items().get(i) instanceof ScalarNode name) {
                        int at = i;
                        used.definition(
                                section,
                                name.text(),
                                name.range(),
                                () -> alone(sequence.items().size(), edits, root, use, section)
                                        .orElseGet(() -> edits.remove(REMOVE, sequence, at)),
                                found);
                    }
                }
            }
        }
    }

    /** How to remove a definition that is the only one of its section: with the section, or with all of {@code use}. */
    private static Optional<List<Diagnostic.Fix>> alone(
            int definitions, Edits edits, MappingNode root, MappingNode use, Section section) {
        if (definitions > 1) {
            return Optional.empty();
        }
        return Optional.of(
                use.entries().size() > 1
                        ? edits.remove(REMOVE, use, section.key())
                        : edits.remove(REMOVE, root, "use"));
    }

    private void definition(
            Section section, String name, Range range, Supplier<List<Diagnostic.Fix>> removal, List<Diagnostic> found) {
        boolean used = switch (section) {
            case SECRETS -> anySecret || secrets.contains(name);
            case CATALOGS -> texts.stream().anyMatch(text -> text.endsWith("@" + name));
            case AUTHENTICATIONS, ERRORS, FUNCTIONS, RETRIES, TIMEOUTS -> texts.contains(name);
        };
        if (!used) {
            found.add(DiagnosticCode.UNUSED_DEFINITION
                    .at(range, "the " + section.noun() + " '" + name + "' is defined, but nothing refers to it")
                    .withFixes(removal.get()));
        }
    }

    private void collect(Node node, String key) {
        switch (node) {
            case MappingNode mapping -> mapping.entries().forEach(entry -> collect(entry.value(), entry.name()));
            case SequenceNode sequence -> {
                // The names of secrets stand in a list: they are definitions, not uses.
                if (!key.equals("secrets")) {
                    sequence.items().forEach(item -> collect(item, ""));
                }
            }
            case ScalarNode scalar -> {
                String text = scalar.text();
                texts.add(text);
                if (key.equals("use")) {
                    secrets.add(text);
                }
                Matcher matcher = SECRETS.matcher(text);
                while (matcher.find()) {
                    String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
                    anySecret |= name == null;
                    if (name != null) {
                        secrets.add(name);
                    }
                }
            }
            case ErrorNode ignored -> {}
        }
    }
}
