package io.flowork.lsp.navigate;

import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.scope.LocalVariable;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.PlaceInExpression;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.outline.Placed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A name of one workflow's text, with all places that it stands in.
 *
 * @param kind what it names
 * @param name the name, without a {@code $} or quotes
 * @param here the place that was asked about
 * @param declarations where it is given
 * @param uses where it is used
 * @param variable the variable of a task that it names; null for other names
 */
public record Occurrences(
        Kind kind,
        String name,
        Range here,
        List<Range> declarations,
        List<Range> uses,
        @Nullable TaskVariable variable) {
    /** Copies the lists. */
    public Occurrences {
        declarations = List.copyOf(declarations);
        uses = List.copyOf(uses);
    }

    /**
     * A variable that a task gives.
     *
     * @param kind what it holds
     * @param giver the part of the task that names it, or could
     */
    public record TaskVariable(LocalVariable.Kind kind, MappingNode giver) {}

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

    /** Where it comes from: where its name is given, or would be. */
    public List<Range> origins() {
        return declarations.isEmpty() && variable != null
                ? List.of(new Range(
                        variable.giver.range().start(), variable.giver.range().start()))
                : declarations;
    }

    /** The name at a place, if there is one whose places are known. */
    public static Optional<Occurrences> at(Snapshot snapshot, int offset) {
        Optional<PlaceInExpression> expression = PlaceInExpression.at(snapshot, offset);
        if (expression.isPresent()) {
            return inExpression(snapshot, expression.get(), offset);
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
                        definition(snapshot, definition.section(), definition.name(), Outline.text(definition.key())));
            }
        }
        for (Outline.Use use : outline.uses()) {
            if (use.node().range().touches(offset)) {
                return Optional.of(
                                definition(snapshot, use.section(), use.node().text(), Outline.text(use.node())))
                        .filter(found -> !found.declarations.isEmpty());
            }
        }
        return declared(snapshot, offset);
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
                        .toList(),
                null);
    }

    private static Occurrences definition(Snapshot snapshot, Shape.Section section, String name, Range here) {
        List<Range> uses = new ArrayList<>();
        for (Outline.Use use : snapshot.outline().uses()) {
            if (use.section() == section && use.node().text().equals(name)) {
                uses.add(Outline.text(use.node()));
            }
        }
        if (section == Shape.Section.SECRETS) {
            for (SecretNames.Use use : SecretNames.of(snapshot)) {
                if (use.name().equals(name)) {
                    uses.add(use.range());
                }
            }
        }
        return new Occurrences(
                Kind.DEFINITION,
                name,
                here,
                snapshot.outline().definitions().stream()
                        .filter(each -> each.section() == section && each.name().equals(name))
                        .map(each -> Outline.text(each.key()))
                        .toList(),
                uses,
                null);
    }

    // --- names in expressions ---

    private static Optional<Occurrences> inExpression(Snapshot snapshot, PlaceInExpression place, int offset) {
        ExpressionSite site = place.site();
        NamesInExpression names = NamesInExpression.of(site);
        for (Filter.Variable variable : names.free()) {
            if (variable.range().touches(place.offset())) {
                LocalVariable local = site.local(variable.name());
                return local == null
                        ? Optional.empty()
                        : Optional.of(taskVariable(snapshot, local, site.rangeOf(variable.range())));
            }
        }
        for (Range declared : names.declared()) {
            if (declared.touches(place.offset())) {
                return Optional.of(ofExpression(site, names, List.of(declared), declared));
            }
        }
        for (NamesInExpression.Use use : names.uses()) {
            if (use.range().touches(place.offset())) {
                return Optional.of(ofExpression(site, names, use.declarations(), use.range()));
            }
        }
        for (SecretNames.Use use : SecretNames.of(site)) {
            if (use.range().touches(offset)) {
                return Optional.of(definition(snapshot, Shape.Section.SECRETS, use.name(), use.range()))
                        .filter(found -> !found.declarations.isEmpty());
            }
        }
        return Optional.empty();
    }

    private static Occurrences ofExpression(
            ExpressionSite site, NamesInExpression names, List<Range> declarations, Range here) {
        Set<Range> given = new LinkedHashSet<>(declarations);
        List<Range> uses = new ArrayList<>();
        for (NamesInExpression.Use use : names.uses()) {
            if (use.declarations().stream().anyMatch(declarations::contains)) {
                given.addAll(use.declarations());
                uses.add(site.rangeOf(use.range()));
            }
        }
        String text = site.expression().text().substring(here.start(), here.end());
        return new Occurrences(
                Kind.JQ,
                text.startsWith("$") ? text.substring(1) : text,
                site.rangeOf(here),
                given.stream().map(site::rangeOf).toList(),
                uses,
                null);
    }

    /** The variable whose name is written at a place. */
    private static Optional<Occurrences> declared(Snapshot snapshot, int offset) {
        Placed placed = snapshot.at(offset);
        Placed part = placed == null ? null : placed.parent();
        if (placed == null
                || part == null
                || !(placed.node() instanceof ScalarNode name)
                || !(part.node() instanceof MappingNode giver)
                || !name.range().touches(offset)) {
            return Optional.empty();
        }
        String key = placed.key() == null ? "" : placed.key().text();
        List<LocalVariable.Kind> kinds =
                switch (part.key() == null ? "" : part.key().text()) {
                    case "for" -> List.of(LocalVariable.Kind.ITEM, LocalVariable.Kind.INDEX);
                    case "foreach" -> List.of(LocalVariable.Kind.EVENT, LocalVariable.Kind.EVENT_INDEX);
                    case "catch" -> List.of(LocalVariable.Kind.ERROR);
                    default -> List.of();
                };
        return kinds.stream()
                .filter(kind -> part.property() != null && kind.key().equals(key))
                .findAny()
                .map(kind -> variable(snapshot, giver, kind, name.text(), Outline.text(name)));
    }

    private static Occurrences taskVariable(Snapshot snapshot, LocalVariable local, Range here) {
        return variable(snapshot, local.giver(), local.kind(), local.name(), here);
    }

    private static Occurrences variable(
            Snapshot snapshot, MappingNode giver, LocalVariable.Kind kind, String name, Range here) {
        List<Range> uses = new ArrayList<>();
        List<Range> declarations = new ArrayList<>();
        if (giver.get(kind.key()) instanceof ScalarNode given) {
            declarations.add(Outline.text(given));
        }
        for (ExpressionSite site : snapshot.analysis().sites()) {
            LocalVariable local = site.local(name);
            if (local == null || local.giver() != giver || local.kind() != kind) {
                continue;
            }
            for (Filter.Variable variable : NamesInExpression.of(site).free()) {
                if (variable.name().equals(name)) {
                    uses.add(site.rangeOf(variable.range()));
                }
            }
        }
        return new Occurrences(Kind.TASK_VARIABLE, name, here, declarations, uses, new TaskVariable(kind, giver));
    }
}
