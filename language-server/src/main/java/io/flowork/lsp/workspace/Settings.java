package io.flowork.lsp.workspace;

import io.flowork.grammar.diagnostic.SeverityRules;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Suggestions;
import io.flowork.lsp.hint.Hint;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the author has set in the editor, under {@code flowork}.
 *
 * @param severities how much diagnostics matter, before what {@code flowork.toml} says
 * @param wholeWorkspace whether files that are not open are spoken of too
 * @param delivery who brings the diagnostics to the client
 * @param recordedData whether recorded runs may be looked at
 * @param hints which hints stand between the text
 * @param codeLenses whether lenses stand above tasks
 */
public record Settings(
        SeverityRules severities,
        boolean wholeWorkspace,
        Delivery delivery,
        boolean recordedData,
        Set<Hint.Kind> hints,
        boolean codeLenses) {
    /** When nothing is set. */
    public static final Settings DEFAULT = new Settings(
            SeverityRules.NONE, true, Delivery.AUTO, true, EnumSet.complementOf(EnumSet.of(Hint.Kind.RECORDED)), true);

    private static final String SECTION = "flowork";

    /** Copies the kinds of hints. */
    public Settings {
        hints = Set.copyOf(hints);
    }

    /** Who brings diagnostics to the client. */
    public enum Delivery {
        /** The client asks if it can be told to ask again; else the server tells. */
        AUTO,
        /** The server tells. */
        PUSH,
        /** The client asks. */
        PULL
    }

    /** Each setting's name, below {@code flowork}, with how to take it in. */
    private enum Key {
        SEVERITY("check.severity"),
        SCOPE("diagnostics.scope"),
        DELIVERY("diagnostics.delivery"),
        RECORDED("recordedData.enabled"),
        HINTS("inlayHints.enabled"),
        LENSES("codeLens.enabled");

        private final String path;

        Key(String path) {
            this.path = path;
        }

        @Nullable
        JsonValue in(JsonObject settings) {
            return at(path, settings);
        }
    }

    /** The value at a path: as one name with dots, or as objects in objects. */
    private static @Nullable JsonValue at(String path, JsonObject settings) {
        JsonValue whole = settings.get(path);
        if (whole != null) {
            return whole;
        }
        int dot = path.indexOf('.');
        return settings.get(path.substring(0, dot)) instanceof JsonObject inner
                ? inner.get(path.substring(dot + 1))
                : null;
    }

    /**
     * Reads settings. What cannot be understood keeps its default.
     *
     * @param given an object, which may have all under {@code flowork}; anything else sets nothing
     * @param complaint is told what cannot be understood
     */
    public static Settings of(JsonValue given, Consumer<String> complaint) {
        if (!(given instanceof JsonObject object)) {
            return DEFAULT;
        }
        JsonObject settings = object.get(SECTION) instanceof JsonObject section ? section : object;
        return new Settings(
                severities(Key.SEVERITY.in(settings), complaint),
                choice(Key.SCOPE, settings, List.of("workspace", "open"), complaint) != 1,
                switch (choice(Key.DELIVERY, settings, List.of("auto", "push", "pull"), complaint)) {
                    case 1 -> Delivery.PUSH;
                    case 2 -> Delivery.PULL;
                    default -> Delivery.AUTO;
                },
                flag(Key.RECORDED, settings, complaint),
                hints(settings, complaint),
                flag(Key.LENSES, settings, complaint));
    }

    private static SeverityRules severities(@Nullable JsonValue value, Consumer<String> complaint) {
        Map<String, String> rules = new LinkedHashMap<>();
        if (value instanceof JsonObject given) {
            given.forEach((code, severity) -> {
                try {
                    String level = severity instanceof JsonString text ? text.value() : severity.toString();
                    var _ = SeverityRules.of(Map.of(code, level));
                    rules.put(code, level);
                } catch (SeverityRules.RuleException e) {
                    complaint.accept(name(Key.SEVERITY) + ": " + e.getMessage());
                }
            });
        }
        return SeverityRules.of(rules);
    }

    private static int choice(Key key, JsonObject settings, List<String> choices, Consumer<String> complaint) {
        JsonValue value = key.in(settings);
        int chosen = value instanceof JsonString text ? choices.indexOf(text.value()) : -1;
        if (value != null && chosen < 0) {
            String near = value instanceof JsonString text ? Suggestions.didYouMean(text.value(), choices) : "";
            complaint.accept(name(key) + " is one of " + String.join(", ", choices) + ", not " + value + near);
        }
        return chosen;
    }

    private static boolean flag(Key key, JsonObject settings, Consumer<String> complaint) {
        return flag(key.path, true, settings, complaint);
    }

    private static boolean flag(String path, boolean usual, JsonObject settings, Consumer<String> complaint) {
        JsonValue value = at(path, settings);
        if (value != null && !(value instanceof JsonBoolean)) {
            complaint.accept(SECTION + "." + path + " is true or false, not " + value);
        }
        return value instanceof JsonBoolean flag ? flag.value() : usual;
    }

    /** All kinds can be switched off together, and each by itself. */
    private static Set<Hint.Kind> hints(JsonObject settings, Consumer<String> complaint) {
        Set<Hint.Kind> hints = EnumSet.noneOf(Hint.Kind.class);
        if (flag(Key.HINTS, settings, complaint)) {
            for (Hint.Kind kind : Hint.Kind.values()) {
                if (flag("inlayHints." + kind.text(), DEFAULT.hints.contains(kind), settings, complaint)) {
                    hints.add(kind);
                }
            }
        }
        return hints;
    }

    private static String name(Key key) {
        return SECTION + "." + key.path;
    }
}
