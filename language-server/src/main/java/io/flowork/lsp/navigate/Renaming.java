package io.flowork.lsp.navigate;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workspace.WorkflowFacts;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.YamlReader;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.PlaceInExpression;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.workspace.FileEntry;
import io.flowork.lsp.workspace.WorkspaceIndex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Gives a name's thing another name, in all places that it stands in. */
public final class Renaming {
    private static final Pattern JQ_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern WORKFLOW_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern STRUCTURE = Pattern.compile("[,\\[\\]{}\"'\\\\\\p{Cntrl}]");

    private Renaming() {}

    /** Thrown when a name cannot be given; the message says why. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * The changes that give a new name.
     *
     * @param found the name with its places
     * @param name the new name, without a {@code $}
     * @throws RefusedException if the name means something else there, or cannot be written
     */
    public static List<Edit> edits(Snapshot snapshot, Occurrences found, String name) throws RefusedException {
        String wanted = name.startsWith("$") ? name.substring(1) : name;
        switch (found.kind()) {
            case TASK -> {
                plain(wanted);
                if (List.of("continue", "exit", "end").contains(wanted)) {
                    throw new RefusedException("'" + wanted + "' says where to go on, so no task can be called that");
                }
                taken(snapshot, found, wanted);
            }
            case DEFINITION -> {
                plain(wanted);
                defined(snapshot, found, wanted);
                behindDots(snapshot, found, wanted);
            }
            case TASK_VARIABLE, JQ -> {
                if (!JQ_NAME.matcher(wanted).matches()) {
                    throw new RefusedException(
                            "a name in an expression has letters, digits and _ only, and begins with no digit");
                }
                captured(snapshot, found, wanted);
            }
        }
        List<Edit> edits = new ArrayList<>();
        Occurrences.TaskVariable usual = found.declarations().isEmpty() ? found.variable() : null;
        if (usual != null) {
            edits.add(given(snapshot, usual, wanted));
        }
        for (Range range : found.all()) {
            String text = snapshot.source().text(range);
            edits.add(new Edit(range, text.startsWith("$") ? variable(snapshot, range, text, wanted) : wanted));
        }
        return edits;
    }

    /** The new text of a variable, with the key that it was short for. */
    private static String variable(Snapshot snapshot, Range range, String before, String name) throws RefusedException {
        PlaceInExpression place = PlaceInExpression.at(snapshot, range.start()).orElse(null);
        if (place == null) {
            return "$" + name;
        }
        Range within = new Range(place.offset(), place.offset() + before.length());
        return switch (Shorthands.of(place, within)) {
            case NONE -> "$" + name;
            case KEY -> before.substring(1) + ": $" + name;
            case KEY_AND_PATTERN ->
                throw new RefusedException(
                        "'" + before
                                + "' is a key with a pattern and a variable in one; write the variable apart before you rename it");
        };
    }

    /** Whether each place of a name is the name alone, and no key besides. */
    static boolean isPlain(Snapshot snapshot, Occurrences found) {
        return found.all().stream().allMatch(range -> {
            Optional<PlaceInExpression> place = PlaceInExpression.at(snapshot, range.start());
            return place.isEmpty()
                    || Shorthands.of(
                                    place.get(),
                                    new Range(place.get().offset(), place.get().offset() + range.length()))
                            == Shorthands.Sort.NONE;
        });
    }

    /** Names a variable that has its usual name: as the first entry of the part that gives it. */
    private static Edit given(Snapshot snapshot, Occurrences.TaskVariable variable, String name) {
        int start = variable.giver().range().start();
        String entry = variable.kind().key() + ": " + name;
        if (snapshot.source().text().startsWith("{", start)) {
            String more = variable.giver().entries().isEmpty() ? "" : ", ";
            return new Edit(new Range(start + 1, start + 1), entry + more);
        }
        Position at = snapshot.source().position(start);
        String indent = " ".repeat(at.column() - 1);
        return new Edit(new Range(start, start), entry + "\n" + indent);
    }

    /** Refuses a name that something else has where the variable or function is used, or that would hide something. */
    private static void captured(Snapshot snapshot, Occurrences found, String name) throws RefusedException {
        if (name.equals(found.name())) {
            return;
        }
        boolean variable = found.kind() == Occurrences.Kind.TASK_VARIABLE
                || snapshot.source().text(found.here()).startsWith("$");
        Set<ExpressionSite> checked = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Range use : found.all()) {
            Optional<PlaceInExpression> place = PlaceInExpression.at(snapshot, use.start());
            if (place.isEmpty() || !checked.add(place.get().site())) {
                continue; // where a task gives it its name, or another use in the same expression
            }
            ExpressionSite site = place.get().site();
            if (variable && site.names().contains(name)) {
                throw new RefusedException("there is already a variable '$" + name + "' where this one is used");
            }
            if (NamesInExpression.of(site).has(name, variable)) {
                throw new RefusedException("'" + (variable ? "$" : "") + name
                        + "' means something else in an expression that uses this; choose another name");
            }
        }
    }

    /**
     * The changes that give a name that files share another one.
     *
     * @param name the new name; of a workflow without its namespace
     * @throws RefusedException if something else has the name, or it cannot be given
     */
    public static Map<FileEntry, List<Edit>> edits(Across found, String name, WorkspaceIndex index)
            throws RefusedException {
        switch (found.kind()) {
            case WORKFLOW -> {
                if (!WORKFLOW_NAME.matcher(name).matches()) {
                    throw new RefusedException(
                            "the name of a workflow has up to 63 letters, digits and dashes, and no dash at its ends");
                }
                if (Across.versions(found.name(), index).declarations().isEmpty()) {
                    throw new RefusedException("no file here has the workflow " + found.name()
                            + ", so only the places that run it could change; it would not be found any more");
                }
                String title = found.name().substring(0, found.name().indexOf('/') + 1) + name;
                for (FileEntry entry : index.current()) {
                    WorkflowFacts.Identity identity = entry.facts().identity();
                    if (identity != null && identity.title().equals(title)) {
                        throw new RefusedException("there is already a workflow " + title + " in " + entry.name());
                    }
                }
            }
            case EVENT, LOCAL -> plain(name);
            case FUNCTION, FILE ->
                throw new RefusedException("it is named after a file; rename the file, and what names it follows");
        }
        List<Spot> places = found.kind() == Across.Kind.WORKFLOW
                ? Across.versions(found.name(), index).all()
                : found.all();
        Map<FileEntry, List<Edit>> edits = new LinkedHashMap<>();
        for (FileEntry file : index.current()) {
            for (Spot spot : places) {
                if (spot.uri().equals(file.uri())) {
                    edits.computeIfAbsent(file, same -> new ArrayList<>()).add(new Edit(spot.range(), name));
                }
            }
        }
        return edits;
    }

    private static void plain(String name) throws RefusedException {
        boolean itself = YamlReader.read(SourceText.of("name", name)).root() instanceof ScalarNode scalar
                && scalar.isString()
                && scalar.text().equals(name);
        if (!itself || STRUCTURE.matcher(name).find()) {
            throw new RefusedException(
                    "YAML would not read '" + name + "' as a name; use letters, digits, and . _ / - or blanks inside");
        }
    }

    /** Refuses a name that cannot stand where an expression names a secret behind a dot. */
    private static void behindDots(Snapshot snapshot, Occurrences found, String name) throws RefusedException {
        String text = snapshot.source().text();
        boolean dotted = found.uses().stream().anyMatch(use -> use.start() > 0 && text.charAt(use.start() - 1) == '.');
        if (dotted && !JQ_NAME.matcher(name).matches()) {
            throw new RefusedException("an expression names it behind a dot, where only letters, digits and _ can"
                    + " stand; write $secrets[\"" + found.name() + "\"] there first");
        }
    }

    private static void taken(Snapshot snapshot, Occurrences found, String name) throws RefusedException {
        Set<Range> renamed = Set.copyOf(found.declarations());
        Set<Integer> lists = new HashSet<>();
        for (Outline.TaskName task : snapshot.outline().tasks()) {
            if (renamed.contains(Outline.text(task.key()))) {
                lists.add(task.list());
            }
        }
        for (Outline.TaskName other : snapshot.outline().tasks()) {
            if (lists.contains(other.list())
                    && other.name().equals(name)
                    && !renamed.contains(Outline.text(other.key()))) {
                throw new RefusedException("there is already a task '" + name + "' in this list");
            }
        }
    }

    private static void defined(Snapshot snapshot, Occurrences found, String name) throws RefusedException {
        Set<Range> renamed = Set.copyOf(found.declarations());
        Set<Shape.Section> sections = EnumSet.noneOf(Shape.Section.class);
        for (Outline.Definition definition : snapshot.outline().definitions()) {
            if (renamed.contains(Outline.text(definition.key()))) {
                sections.add(definition.section());
            }
        }
        for (Outline.Definition other : snapshot.outline().definitions()) {
            if (sections.contains(other.section()) && other.name().equals(name)) {
                throw new RefusedException(
                        "there is already a " + other.section().noun() + " '" + name + "'");
            }
        }
    }
}
