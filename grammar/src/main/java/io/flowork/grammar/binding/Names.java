package io.flowork.grammar.binding;

import io.flowork.grammar.dsl.Shape.Section;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a document says about itself that its parts depend on: versions, modes, and the names in {@code use}. */
final class Names {
    private final Map<Section, Map<String, Node>> sections = new EnumMap<>(Section.class);
    private final Set<Section> incomplete = EnumSet.noneOf(Section.class);
    private final int[] version;
    private final boolean loose;
    private final FunctionSignatures functions;

    /** @param functions what can be called besides the functions of the standard */
    Names(MappingNode root, FunctionSignatures functions) {
        this.functions = functions;
        Node use = root.get("use");
        for (Section section : Section.values()) {
            Map<String, Node> names = new LinkedHashMap<>();
            Node definitions = use instanceof MappingNode mapping ? mapping.get(section.key()) : null;
            boolean known =
                    !root.incomplete() && readable(use) && (definitions != null || !isElsewhere(root, use, section));
            if (definitions instanceof MappingNode mapping) {
                for (MappingNode.Entry entry : mapping.entries()) {
                    names.putIfAbsent(entry.name(), entry.value());
                }
            } else if (definitions instanceof SequenceNode sequence) {
                for (Node item : sequence.items()) {
                    if (item instanceof ScalarNode name) {
                        names.putIfAbsent(name.text(), item);
                    }
                }
            } else if (definitions != null) {
                known = false;
            }
            if (!known) {
                incomplete.add(section);
            }
            sections.put(section, names);
        }
        Node document = root.get("document");
        Node dsl = document instanceof MappingNode mapping ? mapping.get("dsl") : null;
        this.version = dsl instanceof ScalarNode text ? Formats.numbers(text.text()) : new int[0];
        Node evaluate = root.get("evaluate");
        Node mode = evaluate instanceof MappingNode mapping ? mapping.get("mode") : null;
        this.loose = mode instanceof ScalarNode text && text.text().equals("loose");
    }

    /**
     * The names that a function in a file of its own sees: none, but for the catalogs of whoever calls it. What it may call
     * cannot depend on the engine, as the file is read again when the run is replayed elsewhere.
     */
    static Names ofFunction() {
        Names names = new Names(MappingNode.empty(), FunctionSignatures.NONE);
        names.incomplete.add(Section.CATALOGS);
        return names;
    }

    /** Whether a section's definitions may stand in the wrong place, because a key is misspelt or gone. */
    private static boolean isElsewhere(MappingNode root, @Nullable Node use, Section section) {
        if (root.get("document") instanceof MappingNode document && document.has(section.key())) {
            return true;
        }
        if (use instanceof MappingNode mapping) {
            for (MappingNode.Entry entry : mapping.entries()) {
                boolean known = false;
                for (Section each : Section.values()) {
                    known |= each.key().equals(entry.name());
                }
                if (!known && !entry.name().equals("extensions")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean readable(@Nullable Node use) {
        return use == null || (use instanceof MappingNode mapping && !mapping.incomplete());
    }

    /** The definitions of a section by name. */
    Map<String, Node> of(Section section) {
        return sections.getOrDefault(section, Map.of());
    }

    /** The definition of a name, if there is one. */
    @Nullable
    Node find(Section section, String name) {
        return of(section).get(name);
    }

    /** Whether all names of a section are known; not so when a part of the text could not be read. */
    boolean complete(Section section) {
        return !incomplete.contains(section);
    }

    /** Whether the document is written in a version before this one; no when its version is unknown. */
    boolean before(String other) {
        int[] bound = Formats.numbers(other);
        if (bound.length < 3 || version.length < 3) {
            return false;
        }
        for (int i = 0; i < 3; i++) {
            if (version[i] != bound[i]) {
                return version[i] < bound[i];
            }
        }
        return false;
    }

    /** What can be called besides the functions of the standard. */
    FunctionSignatures functions() {
        return functions;
    }

    /** Whether every text is tried as an expression. */
    boolean loose() {
        return loose;
    }
}
