package io.flowork.grammar.binding;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.dsl.Shape.Section;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.Suggestions;
import io.flowork.grammar.yaml.ErrorNode;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks task lists: names, kinds, calls and flow directives. */
final class TaskChecker {
    private static final List<String> DIRECTIVES = List.of("continue", "exit", "end");

    /** What a list of tasks is. */
    enum Kind {
        /** Tasks done one after the other. */
        SEQUENCE,
        /** Branches, done at the same time. */
        BRANCHES,
        /** One task that stands alone. */
        ALONE
    }

    /** The list whose tasks are being checked: their names, and whether all of them are known. */
    private record Scope(Map<String, Range> names, boolean complete, Kind kind) {}

    private record Jump(ScalarNode target, Scope scope) {}

    private final Checker checker;
    private final Report report;
    private final Names names;
    private final List<Jump> jumps = new ArrayList<>();
    private final Map<String, Range> everywhere = new HashMap<>();
    private Scope scope = new Scope(Map.of(), true, Kind.ALONE);

    TaskChecker(Checker checker, Report report, Names names) {
        this.checker = checker;
        this.report = report;
        this.names = names;
    }

    /** Checks a list of tasks. */
    void list(SequenceNode list, Kind kind) {
        Map<String, Range> names = new LinkedHashMap<>();
        List<MappingNode.Entry> tasks = new ArrayList<>();
        boolean complete = !list.incomplete();
        for (Node item : list.items()) {
            MappingNode.Entry entry = single(item, "a list of tasks");
            if (entry == null) {
                complete = false;
                continue;
            }
            if (isUnnamed(entry)) {
                unnamed(entry);
                complete = false;
                continue;
            }
            Range first = names.putIfAbsent(entry.name(), entry.key().range());
            if (first != null) {
                report.add(DiagnosticCode.DUPLICATE_TASK.at(
                        entry.key().range(),
                        "there is already a task '" + entry.name() + "' in this list; give this one another name",
                        new Diagnostic.Related(first, "the first '" + entry.name() + "'")));
            }
            everywhere.putIfAbsent(entry.name(), entry.key().range());
            tasks.add(entry);
        }
        Scope outer = scope;
        scope = new Scope(names, complete, kind);
        for (MappingNode.Entry entry : tasks) {
            task(entry.value(), entry.key().range(), "task '" + entry.name() + "'");
        }
        scope = outer;
    }

    /** Whether what should be a task's name is its kind: {@code - set: …}. */
    private static boolean isUnnamed(MappingNode.Entry entry) {
        return Language.taskKinds().containsKey(entry.name())
                && switch (entry.value()) {
                    case MappingNode task ->
                        !task.incomplete()
                                && !task.entries().isEmpty()
                                && Rules.kinds(task).isEmpty();
                    case ScalarNode scalar -> !scalar.text().isEmpty();
                    case SequenceNode ignored -> true;
                    case ErrorNode ignored -> false;
                };
    }

    private void unnamed(MappingNode.Entry entry) {
        report.add(
                DiagnosticCode.TASK_ITEM,
                entry.key().range(),
                "this task has no name; write '- name:' and indent '" + entry.name() + "' under it");
    }

    /** Checks a task in {@code use.functions}. */
    void function(MappingNode task, String where) {
        Scope outer = scope;
        scope = new Scope(Map.of(), true, Kind.ALONE);
        task(task, Checker.start(task), "function " + where);
        scope = outer;
    }

    /** The one entry of a list item; null, with a diagnostic, if the item is something else. */
    MappingNode.@Nullable Entry single(Node item, String where) {
        if (item instanceof ErrorNode) {
            return null;
        }
        if (!(item instanceof MappingNode mapping)) {
            if (!(item instanceof ScalarNode text && ScalarChecker.missingSpace(report, text, "this item"))) {
                report.add(
                        DiagnosticCode.TASK_ITEM,
                        item.range(),
                        "an item of " + where
                                + " is a name with a definition under it, such as '- greet: …', but this is "
                                + Words.found(item));
            }
            return null;
        }
        List<MappingNode.Entry> entries = mapping.entries();
        if (entries.size() == 1) {
            return entries.getFirst();
        }
        if (!mapping.incomplete()) {
            several(mapping, entries);
        }
        if (entries.isEmpty()
                || Language.taskKinds().containsKey(entries.getFirst().name())) {
            return null;
        }
        return entries.getFirst().value() instanceof MappingNode ? entries.getFirst() : null;
    }

    private void several(MappingNode item, List<MappingNode.Entry> entries) {
        if (entries.isEmpty()) {
            report.add(DiagnosticCode.TASK_ITEM, item.range(), "this item is empty; an item has one name");
            return;
        }
        String name = entries.getFirst().name();
        MappingNode.Entry second = entries.get(1);
        boolean beside = entries.getFirst().value() instanceof ScalarNode empty
                && empty.text().isEmpty();
        boolean unnamed = Language.taskKinds().containsKey(name);
        String message = beside
                ? "'" + second.name() + "' stands beside the name '" + name
                        + "'; indent it deeper, so that it belongs to '" + name + "'"
                : unnamed
                        ? "this task has no name; write '- name:' and indent '" + name + "' under it"
                        : "an item has one name, but there are '" + name + "' and '" + second.name() + "'; start '"
                                + second.name() + "' with a dash of its own, or indent it under '" + name + "'";
        report.add(
                DiagnosticCode.TASK_ITEM,
                unnamed && !beside
                        ? entries.getFirst().key().range()
                        : second.key().range(),
                message);
    }

    private void task(Node node, Range name, String where) {
        switch (node) {
            case ErrorNode ignored -> {}
            case MappingNode mapping -> task(mapping, name, where);
            case ScalarNode scalar -> {
                if (scalar.text().isEmpty()) {
                    report.add(
                            DiagnosticCode.NO_TASK_KIND,
                            name,
                            where + " is empty; say what it does, such as 'set: …' or 'call: …'");
                } else {
                    checker.value(scalar, new Shape.OneTask(), where);
                }
            }
            case SequenceNode list -> checker.value(list, new Shape.OneTask(), where);
        }
    }

    private void task(MappingNode task, Range name, String where) {
        List<MappingNode.Entry> kinds = Rules.kinds(task);
        if (kinds.isEmpty()) {
            if (!task.incomplete()) {
                noKind(task, name, where);
            }
            return;
        }
        MappingNode.Entry key = kinds.getFirst();
        if (kinds.size() > 1) {
            report.add(
                    DiagnosticCode.SEVERAL_TASK_KINDS,
                    kinds.get(1).key().range(),
                    where + " is of two kinds, '" + key.name() + "' and '"
                            + kinds.get(1).name() + "'; make two tasks of it");
            return;
        }
        checker.object(task, Objects.requireNonNull(Rules.task(task)), where);
    }

    private void noKind(MappingNode task, Range name, String where) {
        for (MappingNode.Entry entry : task.entries()) {
            if (ScalarChecker.missingSpaceInKey(report, entry.key(), Rules::isTaskKey)) {
                return;
            }
            String nearest =
                    Suggestions.nearest(entry.name(), Language.taskKinds().keySet());
            boolean common = Rules.kind("do").property(entry.name()) != null;
            if (nearest != null && !common) {
                report.add(
                        DiagnosticCode.NO_TASK_KIND,
                        entry.key().range(),
                        where + " has no known kind; did you mean '" + nearest + "' instead of '" + entry.name() + "'?",
                        Report.replace(entry.key().range(), "Change to '" + nearest + "'", nearest)
                                .safe(Suggestions.isClose(
                                        entry.name(), Language.taskKinds().keySet())));
                return;
            }
        }
        for (MappingNode.Entry entry : task.entries()) {
            List<String> homes = Strays.kindsWith(entry.name());
            if (homes.size() == 1 && Rules.kind("do").property(entry.name()) == null) {
                report.add(
                        DiagnosticCode.NO_TASK_KIND,
                        entry.key().range(),
                        where + " has no known kind; '" + entry.name() + "' belongs under '" + homes.getFirst()
                                + "': write '" + homes.getFirst() + ":' above and indent it deeper");
                return;
            }
        }
        report.add(
                DiagnosticCode.NO_TASK_KIND,
                name,
                where + " does not say what it does; it needs one of "
                        + Words.list(List.copyOf(Language.taskKinds().keySet()), "or"));
    }

    /** Checks the name of a function to call. */
    void functionName(ScalarNode node) {
        String name = node.text();
        if (Language.protocols().contains(name) || Formats.isUrl(name) || names.find(Section.FUNCTIONS, name) != null) {
            return;
        }
        if (Expressions.enclosed(name) != null) {
            report.add(
                    DiagnosticCode.UNKNOWN_FUNCTION,
                    node.range(),
                    "the function to call must be named; an expression cannot stand here");
            return;
        }
        int at = name.lastIndexOf('@');
        int colon = name.indexOf(':');
        if (at > 0) {
            catalogued(node, name, colon, at);
            return;
        }
        if (!names.complete(Section.FUNCTIONS) || names.functions().find(name) != null) {
            return;
        }
        List<String> known = new ArrayList<>(names.of(Section.FUNCTIONS).keySet());
        known.addAll(Language.protocols());
        known.addAll(names.functions().names());
        String nearest = Suggestions.nearest(name, known);
        String message = "there is no function '" + name + "'";
        if (nearest != null) {
            report.add(
                    DiagnosticCode.UNKNOWN_FUNCTION,
                    node.range(),
                    message + "; did you mean '" + nearest + "'?",
                    "Change to '" + nearest + "'",
                    nearest);
        } else if (colon > 0) {
            report.add(
                    DiagnosticCode.UNKNOWN_FUNCTION,
                    node.range(),
                    message + "; to call one of a catalog, say which: " + name + "@default",
                    "Call it in the default catalog",
                    name + "@default");
        } else {
            report.add(
                    DiagnosticCode.UNKNOWN_FUNCTION,
                    node.range(),
                    message + "; define it in 'use.functions', or name one of a catalog as " + name + ":1.0.0@default");
        }
    }

    private void catalogued(ScalarNode node, String name, int colon, int at) {
        String catalog = name.substring(at + 1);
        if (colon <= 0 || colon > at || !Formats.isVersion(name.substring(colon + 1, at))) {
            report.add(
                    DiagnosticCode.UNKNOWN_FUNCTION,
                    node.range(),
                    "a function of a catalog is named name:version@catalog, such as log:1.0.0@default");
        } else if (!catalog.equals("default")
                && names.find(Section.CATALOGS, catalog) == null
                && names.complete(Section.CATALOGS)) {
            List<String> known = new ArrayList<>(names.of(Section.CATALOGS).keySet());
            known.add("default");
            report.add(
                    DiagnosticCode.UNKNOWN_REFERENCE,
                    node.rangeOf(new Range(at + 1, name.length())),
                    "there is no catalog '" + catalog + "' in 'use.catalogs'" + Suggestions.didYouMean(catalog, known));
        } else {
            Node definition = names.find(Section.CATALOGS, catalog);
            if (definition != null || catalog.equals("default")) {
                Links.function(
                        name.substring(0, colon), name.substring(colon + 1, at), definition, node.range(), report);
            }
        }
    }

    /** Notes a flow directive, to be checked when all tasks are known. */
    void flow(ScalarNode target) {
        if (!DIRECTIVES.contains(target.text())) {
            jumps.add(new Jump(target, scope));
        }
    }

    /** Checks the flow directives. */
    void finish() {
        for (Jump jump : jumps) {
            String target = jump.target.text();
            Scope from = jump.scope;
            boolean known = from.kind == Kind.SEQUENCE && (from.names.containsKey(target) || !from.complete);
            if (!known) {
                unknownTarget(jump.target, from);
            }
        }
    }

    private void unknownTarget(ScalarNode node, Scope from) {
        String target = node.text();
        if (from.kind == Kind.BRANCHES) {
            report.add(
                    DiagnosticCode.UNKNOWN_TARGET,
                    node.range(),
                    "a branch of a fork cannot go to a task: the others run at the same time; use continue, exit or end");
            return;
        }
        List<String> candidates = new ArrayList<>(from.kind == Kind.SEQUENCE ? from.names.keySet() : List.of());
        candidates.addAll(DIRECTIVES);
        Range elsewhere = everywhere.get(target);
        if (elsewhere != null) {
            report.add(DiagnosticCode.UNKNOWN_TARGET.at(
                    node.range(),
                    "the task '" + target + "' is in another list; a flow directive reaches only tasks of its own list",
                    new Diagnostic.Related(elsewhere, "the task '" + target + "'")));
            return;
        }
        String nearest = Suggestions.nearest(target, candidates);
        String message = "there is no task '" + target + "' in this list";
        if (nearest != null) {
            report.add(
                    DiagnosticCode.UNKNOWN_TARGET,
                    node.range(),
                    message + "; did you mean '" + nearest + "'?",
                    "Change to '" + nearest + "'",
                    nearest);
        } else {
            report.add(
                    DiagnosticCode.UNKNOWN_TARGET, node.range(), message + "; use continue, exit, end or a task of it");
        }
    }
}
