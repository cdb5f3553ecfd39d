package io.flowork.lsp.hint;

import io.flowork.grammar.analysis.TaskTypes;
import io.flowork.grammar.binding.Durations;
import io.flowork.grammar.binding.Formats;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.hint.Hint.Kind;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.outline.Placed;
import io.flowork.lsp.recorded.RecordedPlace;
import io.flowork.lsp.recorded.RecordedWorkflow;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The hints between the text of a workflow. */
public final class Hints {
    private static final int LONGEST = 60;

    private final Snapshot snapshot;
    private final Range range;
    private final Set<Kind> wanted;
    private final List<Hint> hints = new ArrayList<>();

    private Hints(Snapshot snapshot, Range range, Set<Kind> wanted) {
        this.snapshot = snapshot;
        this.range = range;
        this.wanted = wanted;
    }

    /**
     * The hints in a part of a text, in its order.
     *
     * @param now when it is
     */
    public static List<Hint> in(Snapshot snapshot, Range range, Set<Kind> wanted, Instant now) {
        Node root = snapshot.root();
        if (root == null) {
            return List.of();
        }
        Hints made = new Hints(snapshot, range, wanted);
        made.tasks();
        if (wanted.contains(Kind.DURATIONS) || wanted.contains(Kind.SCHEDULE)) {
            made.times(root, now);
        }
        made.hints.sort(Comparator.comparingInt(Hint::offset).thenComparing(Hint::kind));
        return made.hints;
    }

    private void add(Kind kind, int offset, String label, Placed place) {
        if (wanted.contains(kind) && range.touches(offset)) {
            hints.add(new Hint(kind, offset, label, place.pointer()));
        }
    }

    // --- tasks ---

    private void tasks() {
        Ways ways = wanted.contains(Kind.THEN) ? Ways.of(snapshot.outline()) : null;
        RecordedWorkflow recorded =
                wanted.contains(Kind.RECORDED) ? snapshot.recorded().orElse(null) : null;
        IdentityHashMap<Node, ExpressionSite> sites = null;
        for (Outline.TaskName task : snapshot.outline().tasks()) {
            if (!task.value().range().overlaps(range)) {
                continue;
            }
            int behind = behind(task.key());
            if (wanted.contains(Kind.TYPES)) {
                types(task.value(), behind);
            }
            if (ways != null) {
                ways.after(task).ifPresent(way -> add(Kind.THEN, behind, way, task.value()));
            }
            if (wanted.contains(Kind.ITEMS) && loop(task.value().node()) != null) {
                sites = sites == null ? sites(snapshot) : sites;
                item(snapshot, task.value().node(), sites).ifPresent(item -> item(task.value(), item));
            }
            if (recorded != null) {
                recorded.task(task.value().pointer())
                        .map(RecordedPlace::output)
                        .filter(values -> values.last() != null)
                        .ifPresent(values ->
                                add(Kind.RECORDED, behind, "last: " + shortened(values.last()), task.value()));
            }
        }
    }

    /** Behind the colon of a key. */
    private int behind(ScalarNode key) {
        String text = snapshot.source().text();
        int at = key.range().end();
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at < text.length() && text.charAt(at) == ':'
                ? at + 1
                : key.range().end();
    }

    private void types(Placed task, int offset) {
        TaskTypes types = snapshot.analysis().expressions().task(task.pointer());
        if (types == null) {
            return;
        }
        boolean in = isNews(types.input(), types.rawInput());
        boolean out = isNews(types.output(), types.input());
        if (in || out) {
            String input = in ? ShortType.of(types.input()) + " " : "";
            String output = out ? " " + ShortType.of(types.output()) : "";
            add(Kind.TYPES, offset, input + "→" + output, task);
        }
    }

    private static boolean isNews(Type type, Type before) {
        return !type.isUnknown() && !type.isNever() && !type.equals(before);
    }

    /** The expressions of a text by where they stand. */
    static IdentityHashMap<Node, ExpressionSite> sites(Snapshot snapshot) {
        IdentityHashMap<Node, ExpressionSite> sites = new IdentityHashMap<>();
        snapshot.analysis().sites().forEach(site -> sites.put(site.node(), site));
        return sites;
    }

    private static @Nullable MappingNode loop(Node task) {
        return task instanceof MappingNode mapping && mapping.get("for") instanceof MappingNode loop ? loop : null;
    }

    /** What the variable of a loop holds, if anything is known of it. */
    static Optional<Type> item(Snapshot snapshot, Node task, IdentityHashMap<Node, ExpressionSite> sites) {
        MappingNode loop = loop(task);
        ExpressionSite in = loop == null ? null : sites.get(loop.get("in"));
        return Optional.ofNullable(in)
                .map(site -> snapshot.analysis().expressions().value(site).items())
                .filter(type -> !type.isUnknown() && !type.isNever());
    }

    private void item(Placed task, Type item) {
        MappingNode loop = loop(task.node());
        Node each = loop == null ? null : loop.get("each");
        Node in = loop == null ? null : loop.get("in");
        if (each != null) {
            add(Kind.ITEMS, each.range().end(), ": " + ShortType.of(item), task);
        } else if (in != null) {
            add(Kind.ITEMS, in.range().end(), "$item: " + ShortType.of(item), task);
        }
    }

    // --- times ---

    private void times(Node root, Instant now) {
        Deque<Placed> open = new ArrayDeque<>();
        open.push(Placed.root(root));
        while (!open.isEmpty()) {
            Placed at = open.pop();
            counted(at);
            if (at.node() instanceof ScalarNode scalar) {
                switch (at.chosen()) {
                    case Shape.Span ignored -> duration(at, scalar);
                    case Shape.Text text when text.format() == Shape.Format.CRON -> fires(at, scalar, now);
                    case null, default -> {}
                }
                continue;
            }
            for (Placed child : at.written()) {
                if (child.node().range().overlaps(range)) {
                    open.push(child);
                }
            }
        }
    }

    private void duration(Placed place, ScalarNode scalar) {
        long millis = Durations.iso(scalar.text());
        if (millis >= 0) {
            add(Kind.DURATIONS, scalar.range().end(), TimeWords.duration(millis), place);
        }
    }

    /** What an interval is counted from: when that is, only an engine knows to which the workflow was deployed. */
    private void counted(Placed at) {
        Placed around = at.parent();
        ScalarNode key = at.key();
        ObjectType type = around == null || key == null ? null : around.type();
        if (type == null || key == null || !type.name().equals("schedule")) {
            return;
        }
        boolean computed = snapshot.source().text(at.node().range()).contains("${")
                || (at.node() instanceof ScalarNode scalar && Durations.iso(scalar.text()) < 0);
        String label = computed
                ? ""
                : switch (key.text()) {
                    case "every" -> "from deployment on";
                    case "after" -> "from the end of a run";
                    default -> "";
                };
        if (!label.isEmpty()) {
            int offset = at.node() instanceof ScalarNode scalar ? scalar.range().end() : behind(key);
            add(Kind.SCHEDULE, offset, label, at);
        }
    }

    private void fires(Placed place, ScalarNode scalar, Instant now) {
        Formats.cron(scalar.text())
                .map(cron -> cron.next(now.toEpochMilli()))
                .filter(OptionalLong::isPresent)
                .ifPresent(next ->
                        add(Kind.SCHEDULE, scalar.range().end(), "next: " + TimeWords.time(next.getAsLong()), place));
    }

    /** A value on one line, without its end when it is long. */
    static String shortened(@Nullable JsonValue value) {
        String text = String.valueOf(value);
        String cut = cut(text, LONGEST);
        return cut.equals(text) ? text : cut + "…";
    }

    /** The beginning of a text, with whole characters. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
