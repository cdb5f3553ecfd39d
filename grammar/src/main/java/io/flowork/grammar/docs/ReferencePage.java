package io.flowork.grammar.docs;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The page with every type and property of the language, in Markdown. */
public final class ReferencePage {
    private final StringBuilder page = new StringBuilder();

    private ReferencePage() {}

    /** The page. */
    public static String markdown() {
        return new ReferencePage().write();
    }

    private String write() {
        page.append("<!-- Generated from the language model. -->\n\n# Reference\n\n");
        page.append(
                "Every property of the DSL. **Bold** properties are required. How the parts work together is in the");
        page.append("\nstandard; what Flowork does where it leaves a choice is in");
        page.append(" [a decision](decisions/0002-semantics-left-open.md).\n");
        page.append(
                "\nAn *expression* is jq, in `${ }` or bare. A *text* with a dollar sign, text$, can be an expression in");
        page.append("\n`${ }` as a whole. Data$ can have such texts anywhere inside.\n");
        page.append("\n## The workflow\n");
        type(Language.workflow(), Language.workflow().properties());
        page.append("\n## Tasks\n\nEvery task has the properties of [task](#task), and those of its kind.\n");
        page.append("\n### task\n\nWhat all kinds of tasks have in common.\n");
        Set<String> common = common();
        ObjectType any = Language.taskKinds().values().iterator().next();
        table(any.properties().stream()
                .filter(property -> common.contains(property.name()))
                .toList());
        for (ObjectType kind : Language.taskKinds().values()) {
            List<Property> own = kind.properties().stream()
                    .filter(property -> !common.contains(property.name()))
                    .toList();
            page.append("\n### ")
                    .append(kind.name())
                    .append(" task\n\n")
                    .append(kind.summary())
                    .append('\n');
            table(own);
        }
        page.append("\n## Types\n");
        for (ObjectType type : Language.types().values()) {
            if (!type.equals(Language.workflow())) {
                page.append("\n### ").append(type.name()).append("\n\n");
                page.append(type.summary()).append('\n');
                type(type, type.properties());
            }
        }
        return page.toString();
    }

    private static Set<String> common() {
        Set<String> common = new LinkedHashSet<>();
        boolean first = true;
        for (ObjectType kind : Language.taskKinds().values()) {
            if (first) {
                common.addAll(Language.keys(kind));
            } else {
                common.retainAll(Language.keys(kind));
            }
            first = false;
        }
        return common;
    }

    private void type(ObjectType type, List<Property> properties) {
        table(properties);
        for (ObjectType.Choice choice : type.choices()) {
            List<String> groups = new ArrayList<>();
            for (ObjectType.Alternative alternative : choice.alternatives()) {
                groups.add("`" + String.join("` with `", alternative.needed()) + "`");
            }
            page.append("\nExactly one of these: ")
                    .append(String.join(", ", groups))
                    .append(".\n");
        }
        switch (type.rest()) {
            case FORBIDDEN -> {}
            case IGNORED -> page.append("\nOther properties are allowed, and have no meaning.\n");
            case DATA -> page.append("\nOther properties are allowed; they are data.\n");
        }
    }

    private void table(List<Property> properties) {
        page.append("\n| Property | Value | Default | |\n|---|---|---|---|\n");
        for (Property property : properties) {
            String name = "`" + property.name() + "`";
            JsonValue standard = property.standard();
            page.append("| ").append(property.required() ? "**" + name + "**" : name);
            page.append(" | ").append(cell(shape(property.shape())));
            page.append(" | ").append(standard == null ? "" : "`" + cell(standard.toString()) + "`");
            page.append(" | ").append(cell(about(property))).append(" |\n");
        }
    }

    private static String about(Property property) {
        StringBuilder about = new StringBuilder(property.summary());
        if (property.since().equals(Property.NEXT)) {
            about.append(" Newer than DSL 1.0.3.");
        } else if (!property.since().equals(Property.FIRST)) {
            about.append(" Since DSL ").append(property.since()).append('.');
        }
        Property.Legacy legacy = property.legacy();
        if (legacy != null) {
            about.append(" Before DSL ")
                    .append(legacy.until())
                    .append(": ")
                    .append(shape(legacy.shape()))
                    .append('.');
        }
        String needs = property.needs();
        if (needs != null) {
            about.append(" Only with `").append(needs).append("`.");
        }
        if (!property.examples().isEmpty()) {
            about.append(" Such as `")
                    .append(String.join("`, `", property.examples()))
                    .append("`.");
        }
        return about.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static String shape(Shape shape) {
        return switch (shape) {
            case Shape.Data data -> (data.object() ? "object" : "data") + (data.template() ? "$" : "");
            case Shape.Text text -> text(text);
            case Shape.OneOf one -> "`" + String.join("`, `", one.values()) + "`";
            case Shape.Whole whole ->
                whole.least() == Long.MIN_VALUE ? "integer" : "integer from " + whole.least() + " to " + whole.most();
            case Shape.Flag ignored -> "`true`, `false`";
            case Shape.Span ignored -> "[duration](#duration), ISO 8601 duration, or expression in `${ }`";
            case Shape.Expression expression -> expression.enclosed() ? "expression in `${ }`" : "expression";
            case Shape.Uri uri ->
                (uri.interpolated() ? "URI, with variables in braces" : "URI")
                        + (uri.expression() ? ", or expression in `${ }`" : "");
            case Shape.Tasks ignored -> "list of named [tasks](#tasks)";
            case Shape.OneTask ignored -> "[task](#tasks)";
            case Shape.Flow ignored -> "`continue`, `exit`, `end`, or a task of the same list";
            case Shape.Reference reference ->
                "name in `use." + reference.section().key() + "`";
            case Shape.MapOf map -> "object of " + shape(map.values());
            case Shape.ListOf list -> "list of " + shape(list.items());
            case Shape.NamedList list -> "list of named " + shape(list.values());
            case Shape.Of of -> "[" + of.type() + "](#" + of.type().toLowerCase(Locale.ROOT) + ")";
            case Shape.Either either -> {
                List<String> alternatives = new ArrayList<>();
                either.alternatives().forEach(alternative -> alternatives.add(shape(alternative)));
                yield String.join("; or ", alternatives);
            }
            case Shape.Deferred deferred -> shape(deferred.shape());
        };
    }

    private static String text(Shape.Text text) {
        String plain = switch (text.format()) {
            case NONE -> "text";
            case NAME -> "name of letters, digits and dashes";
            case HOST -> "host name";
            case VERSION -> "semantic version";
            case DSL_VERSION -> "version of the DSL";
            case CRON -> "cron expression of five fields";
            case FUNCTION -> "name of a function";
            case LANGUAGE -> "`jq`";
            case TIME -> "date and time with an offset";
            case POINTER -> "JSON pointer";
        };
        return plain + (text.template() ? "$" : "");
    }
}
