package io.flowork.lsp.refactor;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.refactor.Refactoring.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Puts what {@code use} defines in order: the sections as in the standard, the names by the alphabet, unused ones removed. */
final class UseOrder {
    private final Layouts layouts;
    private final Set<Integer> unused;

    private UseOrder(Layouts layouts, Set<Integer> unused) {
        this.layouts = layouts;
        this.unused = unused;
    }

    /** The change, if a text has something to put in order. */
    static Optional<Refactoring> of(Snapshot snapshot) {
        if (!(snapshot.root() instanceof MappingNode root)
                || !(root.get("use") instanceof MappingNode use)
                || use.entries().isEmpty()) {
            return Optional.empty();
        }
        Set<Integer> unused = new HashSet<>();
        for (Diagnostic diagnostic : snapshot.analysis().diagnostics()) {
            if (diagnostic.code().equals(DiagnosticCode.UNUSED_DEFINITION.code())) {
                unused.add(diagnostic.range().start());
            }
        }
        UseOrder order = new UseOrder(new Layouts(snapshot.source()), unused);
        String refused = order.layouts.isInBrackets(use) ? "'use' is written in brackets" : null;
        if (refused == null && snapshot.analysis().hasErrors()) {
            refused = "the workflow has errors; mend them first";
        }
        if (refused == null && Selection.hasAliases(root)) {
            refused = "the workflow repeats values by aliases, whose order matters";
        }
        return Optional.of(new Refactoring(
                "use-order",
                "Put 'use' in order and remove what is not used",
                Kind.ORGANIZE,
                refused,
                () -> order.change(Objects.requireNonNull(root.entry("use"), "it has a value"), use)));
    }

    private Change change(MappingNode.Entry entry, MappingNode use) {
        List<String> sections =
                Language.type("use").properties().stream().map(Property::name).toList();
        List<Part> parts = new ArrayList<>();
        for (MappingNode.Entry section : use.entries()) {
            String text = section(section);
            if (!text.isEmpty()) {
                int place = sections.indexOf(section.name());
                parts.add(new Part(section.name(), place < 0 ? sections.size() : place, text));
            }
        }
        parts.sort(Comparator.comparingInt(Part::place));
        if (parts.isEmpty()) {
            int first = withComments(layouts.line(entry.range().start()));
            return Change.of(
                    new Edit(layouts.lines(first, layouts.line(entry.range().end())), ""));
        }
        Range all = lines(use.entries());
        String text = String.join("", parts.stream().map(Part::text).toList());
        return text.equals(layouts.text(all.start(), all.end()))
                ? new Change(List.of(), List.of())
                : Change.of(new Edit(all, text));
    }

    /**
     * A part of a text to put in order.
     *
     * @param place where it belongs
     */
    private record Part(String name, int place, String text) {}

    private String section(MappingNode.Entry section) {
        Range whole = lines(List.of(section));
        boolean order = !layouts.isInBrackets(section.value())
                && layouts.isFirst(section.value().range().start());
        if (section.value() instanceof MappingNode names
                && order
                && !names.entries().isEmpty()) {
            List<Part> parts = new ArrayList<>();
            for (MappingNode.Entry name : names.entries()) {
                if (!isUnused(name.key().range())) {
                    parts.add(new Part(
                            name.name(), 0, lines(List.of(name), section).text(layouts)));
                }
            }
            return parts.isEmpty() ? "" : head(whole, lines(names.entries(), section)) + sorted(parts);
        }
        if (section.value() instanceof SequenceNode list && order && isOfTexts(list)) {
            List<Part> parts = new ArrayList<>();
            for (Node item : list.items()) {
                if (!isUnused(item.range())) {
                    int line = layouts.line(item.range().start());
                    parts.add(new Part(item.json().toString(), 0, text(layouts.lines(withComments(line), line))));
                }
            }
            int first =
                    withComments(layouts.line(list.items().getFirst().range().start()));
            return parts.isEmpty() ? "" : layouts.text(whole.start(), layouts.start(first)) + sorted(parts);
        }
        return text(whole);
    }

    private boolean isOfTexts(SequenceNode list) {
        return !list.items().isEmpty()
                && list.items().stream().allMatch(item -> item instanceof ScalarNode && layouts.dash(item) >= 0);
    }

    private boolean isUnused(Range name) {
        return unused.contains(name.start());
    }

    private static String sorted(List<Part> parts) {
        parts.sort(Comparator.comparing(Part::name));
        return String.join("", parts.stream().map(Part::text).toList());
    }

    private String head(Range whole, Lines names) {
        return layouts.text(whole.start(), Math.max(whole.start(), names.range().start()));
    }

    private record Lines(Range range) {
        String text(Layouts layouts) {
            String text = layouts.text(range.start(), range.end());
            return text.endsWith("\n") ? text : text + layouts.newLine();
        }
    }

    /** The lines of names, of which the comments above the first one begin below the section's key. */
    private Lines lines(List<MappingNode.Entry> entries, MappingNode.Entry section) {
        int least = layouts.line(section.key().range().end()) + 1;
        int first = Math.max(
                least, withComments(layouts.line(entries.getFirst().range().start())));
        return new Lines(
                layouts.lines(first, layouts.line(entries.getLast().range().end())));
    }

    private Range lines(List<MappingNode.Entry> entries) {
        int first = withComments(layouts.line(entries.getFirst().range().start()));
        return layouts.lines(first, layouts.line(entries.getLast().range().end()));
    }

    private String text(Range range) {
        return new Lines(range).text(layouts);
    }

    /** The first of the comment lines directly above a line, or that line. */
    private int withComments(int line) {
        int first = line;
        while (first > 1
                && layouts.text(layouts.start(first - 1), layouts.end(first - 1))
                        .strip()
                        .startsWith("#")) {
            first--;
        }
        return first;
    }
}
