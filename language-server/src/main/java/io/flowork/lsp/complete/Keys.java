package io.flowork.lsp.complete;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.text.SourceText;
import io.flowork.lsp.slot.Expected;
import io.flowork.lsp.slot.Slot;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The keys that an object may have besides those that it has; where a list of tasks goes on, whole tasks. */
final class Keys {
    private static final int NEEDED = 0;
    private static final int USUAL = 1;
    private static final int RARE = 2;
    private static final int STEP = 2;

    private final Slot slot;
    private final Expected expected;
    private final int indent;

    Keys(SourceText source, Slot slot, Expected expected) {
        this.slot = slot;
        this.expected = expected;
        String line = source.line(slot.line());
        int leading = 0;
        while (leading < line.length() && line.charAt(leading) == ' ') {
            leading++;
        }
        this.indent = Math.max(0, slot.column() - leading);
    }

    void addTo(List<Proposal> proposals) {
        for (Shape shape : expected.shapes()) {
            switch (shape) {
                case Shape.Of of -> properties(Language.type(of.type()), proposals);
                case Shape.Span ignored -> properties(Language.type("duration"), proposals);
                case Shape.OneTask ignored -> task(proposals);
                case Shape.Tasks ignored -> tasks(proposals);
                default -> {}
            }
        }
    }

    private void properties(ObjectType type, List<Proposal> proposals) {
        Set<String> excluded = excluded(type);
        for (Property property : type.properties()) {
            if (!expected.keys().contains(property.name()) && !excluded.contains(property.name())) {
                proposals.add(property(property, property.required() ? NEEDED : USUAL));
            }
        }
    }

    /** The properties that cannot stand beside those that are there. */
    private Set<String> excluded(ObjectType type) {
        Set<String> excluded = new HashSet<>();
        for (ObjectType.Choice choice : type.choices()) {
            for (ObjectType.Alternative chosen : choice.alternatives()) {
                boolean there = chosen.needed().stream().anyMatch(expected.keys()::contains)
                        || chosen.optional().stream().anyMatch(expected.keys()::contains);
                if (there) {
                    for (ObjectType.Alternative other : choice.alternatives()) {
                        if (!other.equals(chosen)) {
                            excluded.addAll(other.needed());
                            excluded.addAll(other.optional());
                        }
                    }
                    excluded.removeAll(chosen.needed());
                    excluded.removeAll(chosen.optional());
                }
            }
        }
        return excluded;
    }

    private void task(List<Proposal> proposals) {
        for (ObjectType kind : Language.taskKinds().values()) {
            if (expected.keys().contains(kind.name())) {
                properties(kind, proposals);
                return;
            }
        }
        Set<String> common = new HashSet<>();
        for (ObjectType kind : Language.taskKinds().values()) {
            proposals.add(new Proposal(
                    kind.name(),
                    Proposal.Kind.TASK,
                    kind.summary(),
                    Documentation.of(kind),
                    Snippets.body(kind, indent),
                    slot.replaced(),
                    NEEDED));
            common.add(kind.name());
        }
        for (Property property :
                Objects.requireNonNull(Language.taskKinds().get("set")).properties()) {
            if (!common.contains(property.name()) && !expected.keys().contains(property.name())) {
                proposals.add(property(property, RARE));
            }
        }
    }

    /** Tasks with names, and with dashes where the cursor is not behind one. */
    private void tasks(List<Proposal> proposals) {
        boolean dash = slot.kind() != Slot.Kind.ITEM;
        for (ObjectType kind : Language.taskKinds().values()) {
            proposals.add(new Proposal(
                    (dash ? "- " : "") + kind.name(),
                    Proposal.Kind.TASK,
                    kind.summary(),
                    Documentation.of(kind),
                    (dash ? "- " : "") + Snippets.named(kind, indent + (dash ? STEP : 0)),
                    slot.replaced(),
                    USUAL));
        }
    }

    private Proposal property(Property property, int order) {
        return new Proposal(
                property.name(),
                Proposal.Kind.PROPERTY,
                property.summary(),
                Documentation.of(property),
                Snippets.property(property, indent),
                slot.replaced(),
                order);
    }
}
