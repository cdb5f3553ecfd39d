package io.flowork.lsp.navigate;

import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.NameChecker;
import io.flowork.grammar.jq.NameListener;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.scope.LocalVariable;
import io.flowork.grammar.text.Range;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.PlaceInExpression;
import io.flowork.lsp.outline.Outline;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A name of one workflow's text, with all places that it stands in.
 *
 * @param kind what it names
 * @param name the name, without a {@code $} or quotes
 * @param here the place that was asked about
 * @param declarations where it is given
 * @param uses where it is used
 */
public record Occurrences(Kind kind, String name, Range here, List<Range> declarations, List<Range> uses) {
    /** Copies the lists. */
    public Occurrences {
        declarations = List.copyOf(declarations);
        uses = List.copyOf(uses);
    }

    /** What a name stands for. */
    public enum Kind {
        /** A task, among those of its list. */
        TASK,
        /** Something of {@code use}. */
        DEFINITION,
        /** A variable that a task gives to the expressions in it. */
        TASK_VARIABLE,
        /** A variable, function or parameter of one expression. */
        JQ
    }

    /** Declarations and uses, in the order of the text. */
    public List<Range> all() {
        Set<Range> all = new LinkedHashSet<>(declarations);
        all.addAll(uses);
        return all.stream()
                .sorted((one, other) -> Integer.compare(one.start(), other.start()))
                .toList();
    }

    /** The name at a place, if there is one whose places are known. */
    public static Optional<Occurrences> at(Snapshot snapshot, int offset) {
        Optional<PlaceInExpression> expression = PlaceInExpression.at(snapshot, offset);
        if (expression.isPresent()) {
            return inExpression(snapshot, expression.get());
        }
        Outline outline = snapshot.outline();
        for (Outline.TaskName task : outline.tasks()) {
            if (task.key().range().touches(offset)) {
                return Optional.of(
                        task(outline, task.name(), task.list(), task.key().range()));
            }
        }
        for (Outline.Jump jump : outline.jumps()) {
            if (jump.node().range().touches(offset)) {
                return Optional.of(task(outline, jump.node().text(), jump.list(), Outline.text(jump.node())))
                        .filter(found -> !found.declarations.isEmpty());
            }
        }
        for (Outline.Definition definition : outline.definitions()) {
            if (definition.key().range().touches(offset)) {
                return Optional.of(
                        definition(outline, definition.section(), definition.name(), Outline.text(definition.key())));
            }
        }
        for (Outline.Use use : outline.uses()) {
            if (use.node().range().touches(offset)) {
                return Optional.of(definition(outline, use.section(), use.node().text(), Outline.text(use.node())))
                        .filter(found -> !found.declarations.isEmpty());
            }
        }
        return Optional.empty();
    }

    private static Occurrences task(Outline outline, String name, int list, Range here) {
        return new Occurrences(
                Kind.TASK,
                name,
                here,
                outline.tasks().stream()
                        .filter(task -> task.list() == list && task.name().equals(name))
                        .map(task -> Outline.text(task.key()))
                        .toList(),
                outline.jumps().stream()
                        .filter(jump ->
                                jump.list() == list && jump.node().text().equals(name))
                        .map(jump -> Outline.text(jump.node()))
                        .toList());
    }

    private static Occurrences definition(Outline outline, Shape.Section section, String name, Range here) {
        return new Occurrences(
                Kind.DEFINITION,
                name,
                here,
                outline.definitions().stream()
                        .filter(each -> each.section() == section && each.name().equals(name))
                        .map(each -> Outline.text(each.key()))
                        .toList(),
                outline.uses().stream()
                        .filter(each ->
                                each.section() == section && each.node().text().equals(name))
                        .map(each -> Outline.text(each.node()))
                        .toList());
    }

    // --- names in expressions ---

    /** The uses of one expression, each with the places that give the name; for free variables there are none. */
    private static final class Names implements NameListener {
        private final List<Range> declared = new ArrayList<>();
        private final List<Use> uses = new ArrayList<>();
        private final List<Filter.Variable> free = new ArrayList<>();

        private record Use(Range range, List<Range> declarations) {}

        static Names of(ExpressionSite site) {
            Names names = new Names();
            var _ = NameChecker.check(site.expression().filter(), site.names(), names);
            return names;
        }

        @Override
        public void free(Filter.Variable variable, boolean given) {
            free.add(variable);
        }

        @Override
        public void declared(Range name) {
            declared.add(name);
        }

        @Override
        public void bound(Range use, List<Range> declarations) {
            uses.add(new Use(use, declarations));
        }
    }

    private static Optional<Occurrences> inExpression(Snapshot snapshot, PlaceInExpression place) {
        ExpressionSite site = place.site();
        Names names = Names.of(site);
        for (Filter.Variable variable : names.free) {
            if (variable.range().touches(place.offset())) {
                LocalVariable local = site.local(variable.name());
                return local == null
                        ? Optional.empty()
                        : Optional.of(taskVariable(snapshot, local, site.rangeOf(variable.range())));
            }
        }
        for (Range declared : names.declared) {
            if (declared.touches(place.offset())) {
                return Optional.of(ofExpression(site, names, List.of(declared), declared));
            }
        }
        for (Names.Use use : names.uses) {
            if (use.range.touches(place.offset())) {
                return Optional.of(ofExpression(site, names, use.declarations, use.range));
            }
        }
        return Optional.empty();
    }

    private static Occurrences ofExpression(ExpressionSite site, Names names, List<Range> declarations, Range here) {
        Set<Range> given = new LinkedHashSet<>(declarations);
        List<Range> uses = new ArrayList<>();
        for (Names.Use use : names.uses) {
            if (use.declarations.stream().anyMatch(declarations::contains)) {
                given.addAll(use.declarations);
                uses.add(site.rangeOf(use.range));
            }
        }
        String text = site.expression().text().substring(here.start(), here.end());
        return new Occurrences(
                Kind.JQ,
                text.startsWith("$") ? text.substring(1) : text,
                site.rangeOf(here),
                given.stream().map(site::rangeOf).toList(),
                uses);
    }

    private static Occurrences taskVariable(Snapshot snapshot, LocalVariable local, Range here) {
        List<Range> uses = new ArrayList<>();
        for (ExpressionSite site : snapshot.analysis().sites()) {
            if (!Objects.equals(site.local(local.name()), local)) {
                continue;
            }
            for (Filter.Variable variable : Names.of(site).free) {
                if (variable.name().equals(local.name())) {
                    uses.add(site.rangeOf(variable.range()));
                }
            }
        }
        return new Occurrences(Kind.TASK_VARIABLE, local.name(), here, List.of(local.declaration()), uses);
    }
}
