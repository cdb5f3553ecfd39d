package io.flowork.grammar.flow;

import io.flowork.grammar.analysis.Misfit;
import io.flowork.grammar.analysis.Misfit.Cure;
import io.flowork.grammar.diagnostic.Diagnostic.Fix;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Suggestions;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Fixes of what is given to a function or a workflow whose schema refuses it. Somebody has to choose and complete them. */
public final class InputFixes {
    private static final int MOST_CHOICES = 5;
    private static final int DEEPEST = 4;

    private final Edits edits;

    private InputFixes(Edits edits) {
        this.edits = edits;
    }

    /**
     * The fixes of a value that does not fit, best first.
     *
     * @param text the text that the value is written in
     * @param value the value as it is written
     * @param misfit why it does not fit
     */
    public static List<Fix> of(String text, Node value, Misfit misfit) {
        InputFixes fixes = new InputFixes(new Edits(text));
        return switch (misfit.cure()) {
            case Cure.Add add -> fixes.add(at(value, misfit.path()), add);
            case Cure.Remove remove -> fixes.remove(value, misfit.path(), remove.to());
            case Cure.Change change -> fixes.change(at(value, misfit.path()), change.wanted());
            case null -> List.of();
        };
    }

    /**
     * The fixes of a call that gives nothing.
     *
     * @param text the text that the call is written in
     * @param call the task
     * @param misfit why nothing does not fit
     */
    static List<Fix> ofNothing(String text, @Nullable Node call, Misfit misfit) {
        return call instanceof MappingNode task && misfit.path().isEmpty() && misfit.cure() instanceof Cure.Add add
                ? new Edits(text).add("Add 'with'", task, "with", samples(add.members(), DEEPEST))
                : List.of();
    }

    /** The value at a path, if it is written there as a whole. */
    private static @Nullable Node at(Node value, List<String> path) {
        Node node = value;
        for (String part : path) {
            node = Places.inside(node, part);
        }
        return node;
    }

    private List<Fix> add(@Nullable Node object, Cure.Add add) {
        JsonObject members = samples(add.members(), DEEPEST);
        String title = "Add '" + String.join("', '", members.keys()) + "'";
        return switch (object) {
            case MappingNode mapping when mapping.entries().isEmpty() -> edits.replace(title, mapping, members);
            case MappingNode mapping -> {
                List<Fix> fixes = new ArrayList<>(misspelt(mapping, add));
                fixes.addAll(edits.add(title, mapping, members));
                yield fixes;
            }
            case null, default -> List.of();
        };
    }

    /** Other names for members without a meaning that are nearly those that are missing. */
    private List<Fix> misspelt(MappingNode object, Cure.Add add) {
        List<Fix> fixes = new ArrayList<>();
        for (MappingNode.Entry entry : object.entries()) {
            String meant = add.others().contains(entry.name())
                    ? null
                    : Suggestions.nearest(entry.name(), add.members().keySet());
            if (meant != null) {
                fixes.addAll(rename(entry, meant));
            }
        }
        return fixes;
    }

    private List<Fix> rename(MappingNode.Entry entry, String name) {
        return edits.replace("Change '" + entry.name() + "' to '" + name + "'", entry.key(), JsonString.of(name));
    }

    private List<Fix> remove(Node value, List<String> path, @Nullable String meant) {
        if (!(at(value, path.subList(0, path.size() - 1)) instanceof MappingNode object)) {
            return List.of();
        }
        List<Fix> fixes = new ArrayList<>();
        MappingNode.Entry entry = object.entry(path.getLast());
        if (entry != null && meant != null && !object.has(meant)) {
            fixes.addAll(rename(entry, meant));
        }
        fixes.addAll(edits.remove("Remove '" + path.getLast() + "'", object, path.getLast()));
        return fixes;
    }

    private List<Fix> change(@Nullable Node node, Type wanted) {
        if (!(node instanceof ScalarNode scalar) || scalar.text().startsWith("${")) {
            return List.of();
        }
        List<Fix> fixes = new ArrayList<>();
        SortedSet<String> texts = wanted.texts();
        boolean text = wanted.may(Type.STRING_KIND);
        if (text && texts != null) {
            texts.stream()
                    .limit(MOST_CHOICES)
                    .forEach(each ->
                            fixes.addAll(edits.replace("Change to '" + each + "'", scalar, JsonString.of(each))));
        } else if (text && !scalar.isString()) {
            fixes.addAll(edits.replace("Write it as a text", scalar, JsonString.of(scalar.text())));
        }
        JsonValue plain = scalar.unquoted();
        boolean number = plain instanceof JsonNumber && wanted.may(Type.NUMBER_KIND);
        boolean flag = plain instanceof JsonBoolean && wanted.may(Type.BOOLEAN_KINDS);
        if (scalar.isString() && (number || flag)) {
            fixes.addAll(edits.replace(number ? "Write it as a number" : "Take the quotes away", scalar, plain));
        }
        return fixes;
    }

    // --- values that fit, to be changed ---

    private static JsonObject samples(Map<String, Type> members, int levels) {
        JsonObject all = JsonObject.EMPTY;
        for (Map.Entry<String, Type> each : members.entrySet()) {
            all = all.with(each.getKey(), sample(each.getValue(), levels));
        }
        return all;
    }

    private static JsonValue sample(Type type, int levels) {
        SortedSet<String> texts = type.texts();
        if (type.may(Type.STRING_KIND)) {
            return JsonString.of(texts == null || texts.isEmpty() ? "value" : texts.first());
        }
        if (type.may(Type.NUMBER_KIND)) {
            return JsonInteger.of(1);
        }
        if (type.may(Type.BOOLEAN_KINDS)) {
            return JsonBoolean.of(type.may(Type.TRUE_KIND));
        }
        if (type.may(Type.OBJECT_KIND)) {
            JsonObject object = JsonObject.EMPTY;
            for (Map.Entry<String, Type.Member> each : type.members().entrySet()) {
                if (each.getValue().required() && levels > 0) {
                    object = object.with(each.getKey(), sample(each.getValue().type(), levels - 1));
                }
            }
            return object;
        }
        return type.may(Type.ARRAY_KIND) ? JsonArray.EMPTY : JsonNull.NULL;
    }
}
