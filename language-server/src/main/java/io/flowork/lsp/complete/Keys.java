package io.flowork.lsp.complete;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.text.SourceText;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.slot.Expected;
import io.flowork.lsp.slot.Given;
import io.flowork.lsp.slot.Slot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys that an object may have besides those that it has; where a list of tasks goes on, whole tasks. */
final class Keys {
    private static final int NEEDED = 0;
    private static final int USUAL = 1;
    private static final int RARE = 2;
    private static final int STEP = 2;

    private static final Pattern DSL = Pattern.compile("\\bdsl[\"']?\\s*:\\s*[\"']?1\\.0\\.(\\d+)");
    /** The version is told at the top of a file. */
    private static final int TOP = 2_000;

    private final InputSchemas inputs;
    private final Slot slot;
    private final Expected expected;
    private final int indent;
    private final int version;

    Keys(Snapshot snapshot, Neighbours neighbours, Slot slot, Expected expected) {
        this.inputs = new InputSchemas(snapshot, neighbours);
        this.slot = slot;
        this.expected = expected;
        SourceText source = snapshot.source();
        String line = source.line(slot.line());
        int leading = 0;
        while (leading < line.length() && line.charAt(leading) == ' ') {
            leading++;
        }
        this.indent = Math.max(0, slot.column() - leading + (slot.glued() ? 1 : 0));
        String text = source.text();
        Matcher dsl = DSL.matcher(text.substring(0, Math.min(text.length(), TOP)));
        this.version = dsl.find() ? patch(dsl.group(1)) : Integer.MAX_VALUE;
    }

    private static int patch(String digits) {
        return digits.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    /** Whether the document's version of the language has a property; without a known version all that were released. */
    private boolean isThere(Property property) {
        String since = property.since();
        if (since.equals(Property.NEXT)) {
            return false;
        }
        return patch(since.substring(since.lastIndexOf('.') + 1)) <= version;
    }

    void addTo(List<Proposal> proposals) {
        for (Shape shape : expected.shapes()) {
            switch (shape) {
                case Shape.Of of -> properties(Language.type(of.type()), proposals);
                case Shape.Span ignored -> properties(Language.type("duration"), proposals);
                case Shape.OneTask ignored -> task(proposals);
                case Shape.Tasks ignored -> tasks(proposals);
                case Shape.MapOf ignored
                when expected.is("http", "headers") || expected.is("mcpHttp", "headers") -> headers(proposals);
                case Shape.Data ignored when expected.given() != null -> members(expected.given(), proposals);
                default -> {}
            }
        }
    }

    /** Proposes the arguments of a function with all that it needs, if it is one that is known. */
    private boolean with(String function, List<Proposal> proposals) {
        ObjectType protocol = Language.arguments(function);
        if (protocol != null) {
            Property with = new Property(
                    "with",
                    new Shape.Of(protocol.name()),
                    true,
                    Property.FIRST,
                    protocol.summary(),
                    null,
                    null,
                    null,
                    List.of());
            property(with, NEEDED, proposals);
            return true;
        }
        InputSchemas.Wanted wanted =
                inputs.of(new Given.Taker.Function(function)).orElse(null);
        if (wanted == null || slot.keyed()) {
            return false;
        }
        add(
                "with",
                Proposal.Kind.PROPERTY,
                wanted.summary(),
                "",
                Snippets.under("with", wanted.input().needed(), indent, slot.style()),
                NEEDED,
                proposals);
        return true;
    }

    /** Proposes the input of a workflow with all that it needs, if it needs something. */
    private boolean input(Property property, List<Proposal> proposals) {
        List<String> needed = inputs.of(Expected.target(slot.around()))
                .map(wanted -> wanted.input().needed())
                .orElse(List.of());
        if (needed.isEmpty()) {
            return false;
        }
        String under = Snippets.under(property.name(), needed, indent, slot.style());
        add(
                property.name(),
                Proposal.Kind.PROPERTY,
                property.summary(),
                Documentation.of(property),
                under,
                NEEDED,
                proposals);
        return true;
    }

    private void headers(List<Proposal> proposals) {
        for (Map.Entry<String, String> header : Headers.REQUEST.entrySet()) {
            if (expected.keys().stream().noneMatch(header.getKey()::equalsIgnoreCase)) {
                add(
                        header.getKey(),
                        Proposal.Kind.PROPERTY,
                        "header",
                        "",
                        Snippets.entry(header.getKey(), header.getValue(), true, slot.style()),
                        USUAL,
                        proposals);
            }
        }
    }

    /** The keys of data, by the schema of who gets it: what is needed first, what is deprecated last. */
    private void members(Given given, List<Proposal> proposals) {
        inputs.of(given).map(SchemaPart::members).orElse(Map.of()).forEach((name, part) -> {
            if (!expected.keys().contains(name)) {
                add(
                        name,
                        Proposal.Kind.PROPERTY,
                        part.summary(),
                        part.documentation(),
                        part.isObject()
                                ? Snippets.under(name, part.needed(), indent, slot.style())
                                : Snippets.entry(name, "", part.isText(), slot.style()),
                        part.isDeprecated() ? RARE : part.isRequired() ? NEEDED : USUAL,
                        proposals);
                if (part.isDeprecated()) {
                    proposals.add(proposals.removeLast().outdated());
                }
            }
        });
    }

    private void properties(ObjectType type, List<Proposal> proposals) {
        Set<String> excluded = excluded(type);
        for (Property property : type.properties()) {
            boolean fits = isThere(property)
                    && !expected.keys().contains(property.name())
                    && !excluded.contains(property.name());
            boolean input = type.name().equals("subflow") && property.name().equals("input");
            if (fits && !(input && input(property, proposals))) {
                property(property, property.required() ? NEEDED : USUAL, proposals);
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
                boolean call = kind.name().equals("call") && !expected.keys().contains("with");
                boolean with = call && with(slot.around().value("call"), proposals);
                properties(kind, proposals);
                if (with) { // the one with what is needed is there already
                    proposals.removeIf(each -> each.label().equals("with") && each.order() != NEEDED);
                }
                return;
            }
        }
        for (ObjectType kind : Language.taskKinds().values()) {
            add(
                    kind.name(),
                    Proposal.Kind.TASK,
                    kind.summary(),
                    Documentation.of(kind),
                    Snippets.body(kind, indent, slot.style()),
                    NEEDED,
                    proposals);
        }
        for (Property property :
                Objects.requireNonNull(Language.taskKinds().get("set")).properties()) {
            if (!property.name().equals("set") && !expected.keys().contains(property.name())) {
                property(property, RARE, proposals);
            }
        }
    }

    /** Tasks with names: with dashes where the cursor is not behind one, in braces where it is in square brackets. */
    private void tasks(List<Proposal> proposals) {
        if (slot.keyed()
                || slot.quote() != Slot.NO_QUOTE
                || (slot.style() != Slot.Style.BLOCK && slot.kind() != Slot.Kind.ITEM)) {
            return;
        }
        if (slot.kind() == Slot.Kind.KEY
                && expected.inList()
                && !expected.keys().isEmpty()) {
            return; // an item has one name
        }
        String dash = slot.kind() == Slot.Kind.ITEM || expected.inList() ? "" : "- ";
        for (ObjectType kind : Language.taskKinds().values()) {
            proposals.add(new Proposal(
                    dash + kind.name(),
                    Proposal.Kind.TASK,
                    kind.summary(),
                    Documentation.of(kind),
                    (slot.glued() ? " " : "")
                            + dash
                            + Snippets.named(kind, indent + (dash.isEmpty() ? 0 : STEP), slot.style()),
                    slot.replaced(),
                    USUAL));
        }
    }

    private void property(Property property, int order, List<Proposal> proposals) {
        add(
                property.name(),
                Proposal.Kind.PROPERTY,
                property.summary(),
                Documentation.of(property),
                Snippets.property(property, indent, slot.style()),
                order,
                proposals);
    }

    /** Adds a key with its value; only the key where its colon is there already. */
    private void add(
            String key,
            Proposal.Kind kind,
            String detail,
            String documentation,
            String entry,
            int order,
            List<Proposal> proposals) {
        String name = Written.key(key, slot);
        String plain = Written.text(key, slot.style(), Slot.NO_QUOTE);
        String insert = slot.keyed()
                ? Proposal.literal(name)
                : Proposal.literal(name)
                        + entry.substring(Proposal.literal(plain).length());
        proposals.add(new Proposal(
                        key, kind, detail, documentation, (slot.glued() ? " " : "") + insert, slot.replaced(), order)
                .foundBy(slot.quote() == Slot.NO_QUOTE ? key : name));
    }
}
