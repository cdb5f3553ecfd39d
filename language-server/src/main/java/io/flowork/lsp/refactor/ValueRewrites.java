package io.flowork.lsp.refactor;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.PlaceInExpression;
import io.flowork.lsp.outline.Placed;
import io.flowork.lsp.refactor.Refactoring.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Other ways to write a value: durations, and expressions with and without quotes and <code>${ }</code>. */
final class ValueRewrites {
    private static final Pattern ISO = Pattern.compile(
            "P(?:(\\d{1,9})D)?(?:T(?=\\d)(?:(\\d{1,9})H)?(?:(\\d{1,9})M)?(?:(\\d{1,9})(?:\\.(\\d{1,3}))?S)?)?");
    private static final List<String> UNITS = List.of("days", "hours", "minutes", "seconds");

    private final Snapshot snapshot;
    private final Layouts layouts;
    private final boolean json;

    private ValueRewrites(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.layouts = new Layouts(snapshot.source());
        this.json = snapshot.source().text().stripLeading().startsWith("{");
    }

    /** What can be done with the value at a place. */
    static List<Refactoring> at(Snapshot snapshot, int offset) {
        ValueRewrites rewrites = new ValueRewrites(snapshot);
        List<Refactoring> all = new ArrayList<>();
        for (Placed at = snapshot.at(offset); at != null; at = at.parent()) {
            if (isDuration(at)) {
                rewrites.duration(at, all);
                break;
            }
        }
        PlaceInExpression.at(snapshot, offset).ifPresent(place -> rewrites.expression(place.site(), all));
        return all;
    }

    private static boolean isDuration(Placed at) {
        return at.property() != null && spans(at.property().shape());
    }

    private static boolean spans(Shape shape) {
        return switch (shape) {
            case Shape.Span ignored -> true;
            case Shape.Either either -> either.alternatives().stream().anyMatch(ValueRewrites::spans);
            default -> false;
        };
    }

    // --- durations ---

    private void duration(Placed at, List<Refactoring> all) {
        if (at.node() instanceof ScalarNode scalar
                && scalar.isString()
                && !scalar.text().contains("${")) {
            Map<String, Long> units = units(scalar.text());
            if (!units.isEmpty()) {
                List<String> members = new ArrayList<>();
                units.forEach((unit, amount) -> members.add((json ? "\"" + unit + "\"" : unit) + ": " + amount));
                String object = "{" + String.join(", ", members) + "}";
                all.add(new Refactoring(
                        "duration-object",
                        "Write the duration as " + object,
                        Kind.REWRITE,
                        null,
                        () -> Change.of(new Edit(scalar.range(), object))));
            }
        } else if (at.node() instanceof MappingNode mapping) {
            String iso = iso(mapping);
            if (iso != null) {
                all.add(new Refactoring(
                        "duration-text",
                        "Write the duration as " + iso,
                        Kind.REWRITE,
                        null,
                        () -> Change.of(text(at, mapping, json ? "\"" + iso + "\"" : iso))));
            }
        }
    }

    /** A text in place of an object, on the line of its key also when the object begins below. */
    private Edit text(Placed at, MappingNode mapping, String text) {
        ScalarNode key = at.key();
        int colon = key == null ? -1 : layouts.text().indexOf(':', key.range().end());
        int start = mapping.range().start();
        boolean below =
                colon >= 0 && colon < start && layouts.text(colon + 1, start).isBlank();
        return below
                ? new Edit(new Range(colon + 1, mapping.range().end()), " " + text)
                : new Edit(mapping.range(), text);
    }

    private static Map<String, Long> units(String text) {
        Map<String, Long> units = new LinkedHashMap<>();
        Matcher iso = ISO.matcher(text);
        if (iso.matches() && text.length() > 2) {
            for (int i = 0; i < UNITS.size(); i++) {
                if (iso.group(i + 1) != null) {
                    units.put(UNITS.get(i), Long.parseLong(iso.group(i + 1)));
                }
            }
            if (iso.group(5) != null) {
                units.put("milliseconds", Long.parseLong((iso.group(5) + "00").substring(0, 3)));
                units.remove("seconds", 0L);
            }
        }
        return units;
    }

    private static @Nullable String iso(MappingNode mapping) {
        Map<String, Long> units = new LinkedHashMap<>();
        for (MappingNode.Entry entry : mapping.entries()) {
            boolean number = entry.value() instanceof ScalarNode scalar
                    && scalar.text().matches("\\d{1,15}")
                    && !scalar.isString();
            if (!number || !(UNITS.contains(entry.name()) || entry.name().equals("milliseconds"))) {
                return null;
            }
            units.put(entry.name(), Long.parseLong(((ScalarNode) entry.value()).text()));
        }
        if (units.isEmpty()) {
            return null;
        }
        StringBuilder iso = new StringBuilder("P");
        long days = units.getOrDefault("days", 0L);
        long hours = units.getOrDefault("hours", 0L);
        long minutes = units.getOrDefault("minutes", 0L);
        BigDecimal seconds = BigDecimal.valueOf(units.getOrDefault("seconds", 0L))
                .add(BigDecimal.valueOf(units.getOrDefault("milliseconds", 0L), 3));
        iso.append(days > 0 ? days + "D" : "");
        boolean none = days == 0 && hours == 0 && minutes == 0;
        if (hours > 0 || minutes > 0 || seconds.signum() > 0 || none) {
            iso.append('T').append(hours > 0 ? hours + "H" : "").append(minutes > 0 ? minutes + "M" : "");
            iso.append(
                    seconds.signum() > 0 || none
                            ? (seconds.signum() == 0
                                            ? "0"
                                            : seconds.stripTrailingZeros().toPlainString()) + "S"
                            : "");
        }
        return iso.toString();
    }

    // --- expressions ---

    private void expression(ExpressionSite site, List<Refactoring> all) {
        ScalarNode node = site.node();
        Range range = node.range();
        boolean block = node.style() == ScalarNode.Style.LITERAL || node.style() == ScalarNode.Style.FOLDED;
        String written = layouts.text(range.start(), range.end());
        if (block || written.contains("\n") || written.startsWith("&") || written.startsWith("!")) {
            return;
        }
        if (node.style() == ScalarNode.Style.PLAIN) {
            all.add(new Refactoring(
                    "quote",
                    "Quote the expression",
                    Kind.REWRITE,
                    null,
                    () -> Change.of(new Edit(range, "'" + node.text().replace("'", "''") + "'"))));
        }
        String text = node.text();
        if (!isImplicit(range.start())) {
            return;
        }
        boolean enclosed = text.strip().startsWith("${");
        String other = enclosed ? site.expression().text().strip() : "${ " + text.strip() + " }";
        all.add(new Refactoring(
                enclosed ? "bare" : "enclose",
                enclosed ? "Write the expression without ${ }" : "Enclose the expression in ${ }",
                Kind.REWRITE,
                null,
                () -> Change.of(new Edit(range, quoted(node, other)))));
    }

    /** Whether an expression is one here with and without <code>${ }</code>. */
    private boolean isImplicit(int offset) {
        Placed at = snapshot.at(offset);
        return at != null && at.property() != null && bare(at.property().shape());
    }

    private static boolean bare(Shape shape) {
        return switch (shape) {
            case Shape.Expression expression -> !expression.enclosed();
            case Shape.Either either -> either.alternatives().stream().anyMatch(ValueRewrites::bare);
            default -> false;
        };
    }

    private static String quoted(ScalarNode node, String text) {
        boolean plain = node.style() == ScalarNode.Style.PLAIN && text.matches("[.$](?!\\{)[^:#'\"\\[\\]{},&*!|>%@`]*");
        if (plain) {
            return text;
        }
        return node.style() == ScalarNode.Style.DOUBLE_QUOTED
                ? io.flowork.grammar.json.JsonWriter.compact(io.flowork.grammar.json.JsonString.of(text))
                : "'" + text.replace("'", "''") + "'";
    }
}
