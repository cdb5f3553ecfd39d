package io.flowork.grammar.binding;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.Suggestions;
import io.flowork.grammar.yaml.ErrorNode;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks a tree against the language model: of each value its shape, of each object its properties.
 *
 * <p>A value gets at most one diagnostic, and what could not be read gets none.
 */
final class Checker {
    private final Report report;
    private final Names names;
    private final Expressions expressions;
    private final ScalarChecker scalars;
    private final TaskChecker tasks;

    Checker(Report report, Names names, Expressions expressions) {
        this.report = report;
        this.names = names;
        this.expressions = expressions;
        this.tasks = new TaskChecker(this, report, names);
        this.scalars = new ScalarChecker(report, names, expressions, tasks);
    }

    /** Checks a whole document. */
    void workflow(MappingNode root) {
        object(root, Language.workflow(), "the workflow");
        tasks.finish();
    }

    /** Checks a document that is a function. */
    void function(MappingNode root, String name) {
        tasks.function(root, quoted(name));
        tasks.finish();
    }

    /**
     * Checks a value.
     *
     * @param where what messages call it, such as {@code 'timeout'}
     */
    void value(Node node, Shape shape, String where) {
        if (node instanceof ErrorNode) {
            return;
        }
        if (!Rules.accepts(shape, node)) {
            wrongType(node, shape, where);
            return;
        }
        switch (shape) {
            case Shape.Data data -> data(node, data, where);
            case Shape.Tasks list ->
                tasks.list(
                        (SequenceNode) node, list.parallel() ? TaskChecker.Kind.BRANCHES : TaskChecker.Kind.SEQUENCE);
            case Shape.OneTask ignored -> tasks.function((MappingNode) node, where);
            case Shape.MapOf map -> {
                for (MappingNode.Entry entry : ((MappingNode) node).entries()) {
                    value(entry.value(), map.values(), quoted(entry.name()));
                }
            }
            case Shape.ListOf list -> {
                SequenceNode sequence = (SequenceNode) node;
                atLeast(sequence, list.least(), where);
                for (Node item : sequence.items()) {
                    value(item, list.items(), "an item of " + where);
                }
            }
            case Shape.NamedList list -> namedList((SequenceNode) node, list, where);
            case Shape.Of of -> object((MappingNode) node, Language.type(of.type()), where);
            case Shape.Either either -> {
                for (Shape alternative : either.alternatives()) {
                    if (Rules.accepts(alternative, node)) {
                        value(node, alternative, where);
                        return;
                    }
                }
            }
            case Shape.Deferred deferred -> value(node, deferred.shape(), where);
            case Shape.Span ignored -> {
                if (node instanceof MappingNode mapping) {
                    object(mapping, Language.type("duration"), where);
                    scalars.units(mapping);
                } else {
                    scalars.duration((ScalarNode) node, where);
                }
            }
            case Shape.Text text -> scalars.text((ScalarNode) node, text, where);
            case Shape.OneOf one -> scalars.oneOf((ScalarNode) node, one, where);
            case Shape.Whole whole -> scalars.whole((ScalarNode) node, whole, where);
            case Shape.Expression expression -> scalars.expression((ScalarNode) node, expression);
            case Shape.Uri uri -> scalars.uri((ScalarNode) node, uri, where);
            case Shape.Reference reference -> scalars.reference((ScalarNode) node, reference.section());
            case Shape.Flow ignored -> tasks.flow((ScalarNode) node);
            case Shape.Flag ignored -> {}
        }
    }

    private void wrongType(Node node, Shape shape, String where) {
        String expected = Words.expected(shape);
        if (node instanceof ScalarNode scalar) {
            if (ScalarChecker.missingSpace(report, scalar, where)) {
                return;
            }
            JsonValue bare = scalar.isString() && scalar.style() != ScalarNode.Style.PLAIN ? scalar.unquoted() : null;
            if ((bare instanceof JsonBoolean && shape instanceof Shape.Flag)
                    || (bare instanceof JsonInteger && shape instanceof Shape.Whole)) {
                report.add(
                        DiagnosticCode.WRONG_TYPE,
                        node.range(),
                        where + " must be " + expected + ", but the quotes make it a text",
                        Report.replace(node.range(), "Remove the quotes", scalar.text())
                                .safe(true));
                return;
            }
            boolean quotable = !isVersion(shape)
                    && scalar.style() == ScalarNode.Style.PLAIN
                    && !scalar.text().isEmpty()
                    && !(shape instanceof Shape.Span)
                    && takesText(shape);
            if (quotable) {
                report.add(
                        DiagnosticCode.WRONG_TYPE,
                        node.range(),
                        where + " must be " + expected + ", but this is " + Words.found(node) + "; quote it: '"
                                + scalar.text() + "'",
                        Report.replace(node.range(), "Put it in quotes", "'" + scalar.text() + "'")
                                .safe(true));
                return;
            }
            if (isVersion(shape)) {
                report.add(
                        DiagnosticCode.BAD_VERSION,
                        node.range(),
                        where + " must be a text of three numbers, such as '1.0.3'");
                return;
            }
            String meant = shape instanceof Shape.Span ? Durations.meant(scalar.text()) : null;
            if (meant != null) {
                report.add(
                        DiagnosticCode.BAD_DURATION,
                        node.range(),
                        where + " must be a duration with a unit, such as " + meant,
                        Report.replace(node.range(), "Write " + meant, meant).safe(true));
                return;
            }
        }
        boolean named = shape instanceof Shape.Tasks || shape instanceof Shape.NamedList;
        if (named && node instanceof MappingNode mapping && !mapping.entries().isEmpty()) {
            MappingNode.Entry first = mapping.entries().getFirst();
            int start = first.key().range().start();
            if (first.name().startsWith("-") && first.key().style() == ScalarNode.Style.PLAIN) {
                report.add(
                        DiagnosticCode.MISSING_SPACE,
                        new Range(start, start + 1),
                        "a space is missing after this dash",
                        Report.replace(new Range(start + 1, start + 1), "Insert a space", " "));
                return;
            }
            report.add(
                    DiagnosticCode.WRONG_TYPE,
                    first.key().range(),
                    where + " must be " + expected + "; start each with a dash, such as '- " + first.name() + ":'");
            return;
        }
        String home = node instanceof SequenceNode list ? listHome(shape, list) : null;
        if (home != null) {
            report.add(
                    DiagnosticCode.WRONG_TYPE,
                    report.firstLine(node.range()),
                    "this list belongs under '" + home + "' in " + where + "; write '" + home
                            + ":' above and indent it deeper");
            return;
        }
        String found = Words.found(node);
        String message = found.equals("nothing")
                ? where + " has no value; it must be " + expected
                : where + " must be " + expected + ", but this is " + found;
        report.add(DiagnosticCode.WRONG_TYPE, report.firstLine(node.range()), message);
    }

    /** The needed property of an object that takes the list which stands in the object's place. */
    private static @Nullable String listHome(Shape shape, SequenceNode list) {
        if (shape instanceof Shape.Of of) {
            for (Property property : Language.type(of.type()).properties()) {
                if (property.required() && Rules.accepts(property.shape(), list)) {
                    return property.name();
                }
            }
        }
        return null;
    }

    private static boolean isVersion(Shape shape) {
        return shape instanceof Shape.Text text
                && (text.format() == Shape.Format.VERSION || text.format() == Shape.Format.DSL_VERSION);
    }

    private static boolean takesText(Shape shape) {
        return switch (shape) {
            case Shape.Text ignored -> true;
            case Shape.Expression ignored -> true;
            case Shape.OneOf ignored -> true;
            case Shape.Uri ignored -> true;
            default -> false;
        };
    }

    private void data(Node node, Shape.Data data, String where) {
        if (node instanceof MappingNode mapping
                && !mapping.incomplete()
                && mapping.entries().size() < data.least()) {
            report.add(DiagnosticCode.TOO_FEW, node.range(), where + " is empty; it needs at least one entry");
        }
        if (data.template()) {
            templates(node);
        }
    }

    /** Reads the expressions in data. */
    private void templates(Node node) {
        switch (node) {
            case ScalarNode scalar -> {
                if (scalar.isString()) {
                    expressions.template(scalar);
                }
            }
            case SequenceNode sequence -> sequence.items().forEach(this::templates);
            case MappingNode mapping -> mapping.entries().forEach(entry -> templates(entry.value()));
            case ErrorNode ignored -> {}
        }
    }

    private void atLeast(SequenceNode node, int least, String where) {
        if (node.items().size() < least && !node.incomplete()) {
            report.add(DiagnosticCode.TOO_FEW, node.range(), where + " is empty; it needs at least one entry");
        }
    }

    private void namedList(SequenceNode node, Shape.NamedList list, String where) {
        atLeast(node, list.least(), where);
        for (Node item : node.items()) {
            MappingNode.Entry unnamed = unnamed(item, list.values());
            MappingNode.Entry entry = unnamed == null ? tasks.single(item, where) : null;
            if (unnamed != null) {
                report.add(
                        DiagnosticCode.TASK_ITEM,
                        unnamed.key().range(),
                        "this item of " + where + " has no name; write '- name:' and indent '" + unnamed.name()
                                + "' under it");
            } else if (entry != null) {
                value(entry.value(), list.values(), quoted(entry.name()));
            }
        }
    }

    /** The first property of an item whose name was forgotten; null if the item has one. */
    private static MappingNode.@Nullable Entry unnamed(Node item, Shape values) {
        if (!(values instanceof Shape.Of of)
                || !(item instanceof MappingNode mapping)
                || mapping.entries().size() < 2) {
            return null;
        }
        ObjectType type = Language.type(of.type());
        boolean all = mapping.entries().stream().allMatch(entry -> type.property(entry.name()) != null);
        return all ? mapping.entries().getFirst() : null;
    }

    /** Checks an object: its properties, what is missing, and what excludes each other. */
    void object(MappingNode node, ObjectType type, String where) {
        List<MappingNode.Entry> unknown = new ArrayList<>();
        for (MappingNode.Entry entry : node.entries()) {
            if (type.property(entry.name()) == null) {
                unknown.add(entry);
            }
        }
        // A property that is missing because its key is misspelt, or gone, is reported once.
        Set<String> meant = new HashSet<>();
        Strays strays = Strays.of(node, unknown, type);
        if (strays != null) {
            report.add(
                    DiagnosticCode.UNKNOWN_PROPERTY,
                    strays.entries().getFirst().key().range(),
                    strays.message(where));
            unknown.removeAll(strays.entries());
            meant.addAll(strays.homes());
        }
        for (MappingNode.Entry entry : node.entries()) {
            Property property = type.property(entry.name());
            if (property != null && !meant.contains(entry.name())) {
                property(node, entry, property);
            }
        }
        String lone = unknown.size() == 1 ? onlyMissing(node, type) : null;
        for (MappingNode.Entry entry : unknown) {
            unknown(node, entry, type, where, meant, lone);
        }
        if (node.incomplete()) {
            return;
        }
        List<String> missing = new ArrayList<>();
        for (Property property : type.properties()) {
            if (property.required() && !node.has(property.name()) && !meant.contains(property.name())) {
                missing.add(property.name());
            }
        }
        for (ObjectType.Choice choice : type.choices()) {
            choice(node, choice, meant, where, missing);
        }
        if (!missing.isEmpty()) {
            missing(node, missing, where);
        }
        if (node.entries().size() < type.least()) {
            report.add(DiagnosticCode.TOO_FEW, node.range(), where + " is empty; it needs at least one entry");
        }
        switch (type.name()) {
            case "containerLifetime" -> lifetime(node);
            case "subflow" -> Links.subflow(node, report);
            case "http" -> Methods.check(node, report);
            case "schema" -> Links.schema(node, report);
            case "externalResource" -> Links.resource(node, where, report);
            default -> {}
        }
    }

    void property(MappingNode node, MappingNode.Entry entry, Property property) {
        String where = quoted(entry.name());
        Node value = entry.value();
        Property.Legacy legacy = property.legacy();
        if (legacy != null && Rules.accepts(legacy.shape(), value) && !Rules.accepts(property.shape(), value)) {
            if (names.before(legacy.until())) {
                value(value, legacy.shape(), where);
            } else {
                report.add(
                        DiagnosticCode.OLD_FORM,
                        value.range(),
                        where + " must be " + Words.expected(property.shape()) + " since DSL " + legacy.until()
                                + "; before it was " + Words.expected(legacy.shape()));
            }
            return;
        }
        boolean later = legacy != null && !(value instanceof ErrorNode) && names.before(legacy.until());
        if (later || (!property.since().equals(Property.FIRST) && names.before(property.since()))) {
            String since = later && legacy != null ? legacy.until() : property.since();
            report.add(
                    DiagnosticCode.NOT_YET,
                    entry.key().range(),
                    where + (later ? " in this form" : "") + " came with DSL " + since
                            + "; raise document.dsl to use it everywhere");
        }
        String needs = property.needs();
        if (needs != null && !node.has(needs) && !node.incomplete()) {
            report.add(
                    DiagnosticCode.NOT_ALLOWED_TOGETHER,
                    entry.key().range(),
                    where + " has a meaning only together with '" + needs + "'");
        }
        value(value, property.shape(), where);
    }

    /** The one required property that is not there; null if there are none or several. */
    private static @Nullable String onlyMissing(MappingNode node, ObjectType type) {
        String only = null;
        for (Property property : type.properties()) {
            if (property.required() && !node.has(property.name())) {
                if (only != null || node.incomplete()) {
                    return null;
                }
                only = property.name();
            }
        }
        return only;
    }

    private void unknown(
            MappingNode node,
            MappingNode.Entry entry,
            ObjectType type,
            String where,
            Set<String> meant,
            @Nullable String lone) {
        if (type.rest() == ObjectType.Rest.DATA) {
            templates(entry.value());
            return;
        }
        if (ScalarChecker.missingSpaceInKey(report, entry.key(), name -> type.property(name) != null)) {
            meant.add(entry.name().substring(0, entry.name().indexOf(':')));
            return;
        }
        List<String> keys = new ArrayList<>();
        for (String key : Language.keys(type)) {
            if (!node.has(key)) {
                keys.add(key);
            }
        }
        String nearest = Suggestions.nearest(entry.name(), keys);
        if (nearest == null && lone != null && mayBe(type, lone, entry.value())) {
            nearest = lone;
        }
        boolean ignored = type.rest() == ObjectType.Rest.IGNORED && (nearest == null || !isNeeded(type, nearest));
        DiagnosticCode code = ignored ? DiagnosticCode.IGNORED_PROPERTY : DiagnosticCode.UNKNOWN_PROPERTY;
        String message = ignored
                ? "'" + entry.name() + "' has no meaning in " + where
                : "there is no property '" + entry.name() + "' in " + where;
        if (nearest != null) {
            if (!ignored) {
                meant.add(nearest);
            }
            report.add(
                    code,
                    entry.key().range(),
                    message + "; did you mean '" + nearest + "'?",
                    Report.replace(entry.key().range(), "Change to '" + nearest + "'", nearest)
                            .safe(!ignored && Suggestions.isClose(entry.name(), keys)));
        } else if (entry.name().equals("<<")) {
            report.add(code, entry.key().range(), message + "; merge keys are not part of YAML 1.2");
        } else {
            String home = ignored ? Strays.homeOf(node, entry, type) : null;
            String hint = type.name().equals("case") && Language.taskKinds().containsKey(entry.name())
                    ? "; a case does nothing itself: name in its 'then' the task that does it"
                    : home != null
                            ? "; it belongs under '" + home + "'"
                            : keys.isEmpty() ? "" : "; there can be " + some(keys);
            report.add(code, entry.key().range(), message + hint);
        }
    }

    /** Whether the value of an unknown property may be meant for the one that is missing. */
    private static boolean mayBe(ObjectType type, String missing, Node value) {
        Property property = type.property(missing);
        return type.rest() == ObjectType.Rest.FORBIDDEN
                || (property != null
                        && property.shape() instanceof Shape.Tasks
                        && Rules.accepts(property.shape(), value));
    }

    private static String some(List<String> keys) {
        return keys.size() <= 6
                ? Words.list(keys, "or")
                : Words.list(keys.subList(0, 6), ",").replace(" , ", ", ") + ", …";
    }

    private static boolean isNeeded(ObjectType type, String key) {
        Property property = type.property(key);
        if (property != null && property.required()) {
            return true;
        }
        for (ObjectType.Choice choice : type.choices()) {
            for (ObjectType.Alternative alternative : choice.alternatives()) {
                if (alternative.needed().contains(key)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void missing(MappingNode node, List<String> properties, String where) {
        report.add(DiagnosticCode.MISSING_PROPERTY, start(node), where + " needs " + Words.list(properties, "and"));
    }

    private void choice(
            MappingNode node, ObjectType.Choice choice, Set<String> meant, String where, List<String> missing) {
        List<String> chosen = new ArrayList<>();
        ObjectType.@Nullable Alternative group = null;
        for (ObjectType.Alternative alternative : choice.alternatives()) {
            String there = firstThere(node, alternative.needed());
            there = there == null ? firstThere(node, alternative.optional()) : there;
            if (there != null) {
                chosen.add(there);
                group = alternative;
            }
        }
        if (chosen.size() > 1) {
            chosen.sort(Comparator.comparingInt(
                    key -> Objects.requireNonNull(node.entry(key)).key().range().start()));
            MappingNode.Entry second = Objects.requireNonNull(node.entry(chosen.get(1)));
            report.add(
                    DiagnosticCode.SEVERAL_CHOICES,
                    second.key().range(),
                    Words.list(chosen, "and") + " exclude each other in " + where + "; keep one of them");
        } else if (group != null) {
            for (String key : group.needed()) {
                if (!node.has(key) && !meant.contains(key)) {
                    missing.add(key);
                }
            }
        } else {
            List<String> keys = new ArrayList<>();
            choice.alternatives()
                    .forEach(alternative -> keys.add(alternative.needed().getFirst()));
            for (String key : keys) {
                if (meant.contains(key)) {
                    return;
                }
            }
            report.add(DiagnosticCode.MISSING_CHOICE, start(node), where + " needs " + Words.list(keys, "or"));
        }
    }

    private static @Nullable String firstThere(MappingNode node, List<String> keys) {
        for (String key : keys) {
            if (node.has(key)) {
                return key;
            }
        }
        return null;
    }

    private void lifetime(MappingNode node) {
        MappingNode.Entry after = node.entry("after");
        boolean eventually = node.get("cleanup") instanceof ScalarNode cleanup
                && cleanup.text().equals("eventually");
        if (eventually && after == null) {
            missing(node, List.of("after"), "'lifetime' with cleanup 'eventually'");
        } else if (!eventually && after != null) {
            report.add(
                    DiagnosticCode.NOT_ALLOWED_TOGETHER,
                    after.key().range(),
                    "'after' has a meaning only with cleanup 'eventually'");
        }
    }

    /** Where to say that something is missing in an object: its first key, or its whole if it is empty. */
    static Range start(MappingNode node) {
        return node.entries().isEmpty()
                ? node.range()
                : node.entries().getFirst().key().range();
    }

    static String quoted(String name) {
        return "'" + name + "'";
    }
}
