package io.flowork.core.jq;

import io.flowork.core.jq.Prov.At;
import io.flowork.core.jq.Prov.Conditions;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of an evaluation's result come from.
 *
 * <p>What is not named had no part in it: had it been another value, the part of the result would be the same, unless the
 * evaluation had failed. What is named may have had none; {@link Kind#COPIED} is exact.
 */
public final class Lineage {
    /** How many origins are given one by one. */
    private static final int MOST = 200;

    /** What an origin has to do with a value. */
    public enum Kind {
        /** It is the value. */
        COPIED,
        /** The value was computed from it. */
        COMPUTED,
        /** It decided which value it is, or whether there is one. */
        DECIDED,
        /** The value stands in the program. */
        WRITTEN
    }

    /**
     * An origin of a value.
     *
     * @param kind what it has to do with it
     * @param variable the number of a global variable of the program; -1 for {@code .}, and for what is written
     * @param path the keys and indices that lead to the origin in it
     * @param shape whether it is not the value there, but only which parts it has
     * @param range where the program reads it, computes with it, or has it
     */
    public record Origin(Kind kind, int variable, List<JsonValue> path, boolean shape, Range range) {
        /** Copies the path. */
        public Origin {
            path = List.copyOf(path);
        }

        /** Whether another origin adds nothing to this one. */
        private boolean says(Origin other) {
            return kind != Kind.WRITTEN
                    && kind.compareTo(other.kind) <= 0
                    && variable == other.variable
                    && other.path.size() >= path.size()
                    && other.path.subList(0, path.size()).equals(path)
                    && (!shape || (other.shape && other.path.size() == path.size()));
        }

        /** Whether a change of what is at a path may change the value, by this origin. */
        public boolean covers(int changedVariable, List<JsonValue> changed) {
            if (kind == Kind.WRITTEN || variable != changedVariable) {
                return false;
            }
            int common = Math.min(path.size(), changed.size());
            boolean related = path.subList(0, common).equals(changed.subList(0, common));
            return related && (!shape || changed.size() <= path.size());
        }
    }

    private final Prov result;
    private final boolean exact;

    private Lineage(Prov result, boolean exact) {
        this.result = result;
        this.exact = exact;
    }

    /**
     * The lineage of a result.
     *
     * @param filter the program
     * @param input what {@code .} was
     * @param variables what its global variables were
     * @param limits what going through it again may use
     * @param expected the result
     * @throws JqException if it is interrupted
     */
    public static Lineage of(
            CompiledFilter filter,
            JsonValue input,
            Variables variables,
            JqLimits limits,
            Interrupt interrupt,
            JsonValue expected) {
        Prov found = new Follower(filter, variables, new Meter(limits, interrupt)).result(input, expected);
        return found == null
                ? new Lineage(new Prov.Computed(filter.filter().range(), everything(filter)), false)
                : new Lineage(found, true);
    }

    private static List<Prov> everything(CompiledFilter filter) {
        List<Prov> all = new ArrayList<>();
        for (int i = -1; i < filter.variables().size(); i++) {
            if (i < 0 || !filter.variables().get(i).isEmpty()) {
                all.add(new At(i, null, null, filter.filter().range()));
            }
        }
        return all;
    }

    /** Whether the program could be followed; otherwise everything that it can read is named. */
    public boolean isExact() {
        return exact;
    }

    /** The origins of what is at a path of the result, those that matter most first. */
    public List<Origin> of(List<? extends JsonValue> path) {
        Prov at = result;
        for (JsonValue key : path) {
            at = Prov.child(at, key, Range.NONE);
        }
        Set<Origin> origins = new LinkedHashSet<>();
        collect(at, origins);
        List<Origin> sorted = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<Origin> some =
                    origins.stream().filter(origin -> origin.kind == kind).toList();
            for (Origin origin : some.size() > MOST ? summed(some) : some) {
                if (sorted.stream().noneMatch(other -> other.says(origin))) {
                    sorted.removeIf(other -> other.kind == origin.kind && origin.says(other));
                    sorted.add(origin);
                }
            }
        }
        return sorted;
    }

    /** Many origins as few, of which each covers many. */
    private static List<Origin> summed(List<Origin> origins) {
        List<Origin> summed = origins;
        int length =
                origins.stream().mapToInt(origin -> origin.path.size()).max().orElse(0);
        while (summed.size() > MOST && length > 0) {
            length--;
            Set<Origin> shorter = new LinkedHashSet<>();
            for (Origin origin : summed) {
                boolean cut = origin.path.size() > length;
                shorter.add(
                        cut
                                ? new Origin(
                                        origin.kind,
                                        origin.variable,
                                        origin.path.subList(0, length),
                                        false,
                                        origin.range)
                                : origin);
            }
            summed = List.copyOf(shorter);
        }
        return summed;
    }

    /** Something to look at: where a value comes from, and what that has to do with the value asked for. */
    private record Visit(
            Prov prov, Kind kind, boolean shape, @Nullable Range range) {}

    private static void collect(Prov start, Set<Origin> origins) {
        IdentityHashMap<Prov, Set<Object>> seen = new IdentityHashMap<>();
        Deque<Visit> open = new ArrayDeque<>();
        open.push(new Visit(start, Kind.COPIED, false, null));
        while (!open.isEmpty()) {
            Visit at = open.pop();
            if (!seen.computeIfAbsent(at.prov, p -> new HashSet<>()).add(List.of(at.kind, at.shape))) {
                continue;
            }
            switch (at.prov) {
                case At part ->
                    origins.add(new Origin(
                            at.kind,
                            part.variable(),
                            path(part),
                            at.shape,
                            at.range == null ? part.range() : at.range));
                case Prov.Text text -> {
                    if (at.kind == Kind.COPIED) {
                        origins.add(new Origin(Kind.WRITTEN, -1, List.of(), false, text.range()));
                    }
                }
                case Prov.Computed computed -> {
                    Kind kind = at.kind == Kind.COPIED ? Kind.COMPUTED : at.kind;
                    Range range = at.range == null ? computed.range() : at.range;
                    computed.from().reversed().forEach(from -> open.push(new Visit(from, kind, false, range)));
                    if (computed.from().isEmpty() && at.kind == Kind.COPIED) {
                        origins.add(new Origin(Kind.WRITTEN, -1, List.of(), false, computed.range()));
                    }
                }
                case Prov.Made made -> {
                    push(open, made.shape(), Kind.DECIDED);
                    Kind kind = at.kind == Kind.COPIED ? Kind.COMPUTED : at.kind;
                    Range range = at.range == null ? made.range() : at.range;
                    if (!at.shape) {
                        List.copyOf(made.parts().values())
                                .reversed()
                                .forEach(part -> open.push(new Visit(part, kind, false, range)));
                    }
                    if (made.base() != null) {
                        open.push(new Visit(made.base(), kind, at.shape, range));
                    } else if (made.parts().isEmpty() && at.kind == Kind.COPIED) {
                        origins.add(new Origin(Kind.WRITTEN, -1, List.of(), false, made.range()));
                    }
                }
                case Prov.Decided decided -> {
                    push(open, decided.by(), Kind.DECIDED);
                    open.push(new Visit(decided.value(), at.kind, at.shape, at.range));
                }
                case Prov.Shape shape -> {
                    Kind kind = at.kind == Kind.COPIED ? Kind.COMPUTED : at.kind;
                    open.push(new Visit(shape.of(), kind, true, at.range));
                }
            }
        }
    }

    private static void push(Deque<Visit> open, Conditions conditions, Kind kind) {
        for (int i = conditions.count() - 1; i >= 0; i--) {
            open.push(new Visit(conditions.all().get(i), kind, false, null));
        }
    }

    private static List<JsonValue> path(At part) {
        List<JsonValue> path = new ArrayList<>();
        for (At at = part; at != null && at.key() != null; at = at.around()) {
            path.add(at.key());
        }
        Collections.reverse(path);
        return path;
    }
}
