package io.flowork.core.regex;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Finds groups that cannot match without calling themselves, or may do so before they have read a character. */
final class Recursion {
    private final Parser parser;
    private final Map<Integer, Node> groups = new HashMap<>();

    private Recursion(Parser parser) {
        this.parser = parser;
    }

    static void check(Node tree, Parser parser) {
        if (!parser.hasCalls()) {
            return;
        }
        Recursion recursion = new Recursion(parser);
        recursion.groups.put(0, tree);
        recursion.collect(tree);
        recursion.groups.forEach((number, body) -> {
            if (recursion.mustCall(body, number, new HashSet<>())
                    || recursion.beginsWith(body, number, new HashSet<>())) {
                throw new RegexSyntaxException("never ending recursion", 0);
            }
        });
    }

    private void collect(Node node) {
        switch (node) {
            case Node.Group group -> {
                groups.put(group.number(), group.body());
                collect(group.body());
            }
            case Node.Sequence sequence -> sequence.parts().forEach(this::collect);
            case Node.Alternatives alternatives -> alternatives.branches().forEach(this::collect);
            case Node.Atomic atomic -> collect(atomic.body());
            case Node.Look look -> collect(look.body());
            case Node.Repeat repeat -> collect(repeat.body());
            case Node.Conditional conditional -> {
                if (conditional.condition() != null) {
                    collect(conditional.condition());
                }
                collect(conditional.yes());
                collect(conditional.no());
            }
            case Node.Empty e -> {}
            case Node.Literal l -> {}
            case Node.OneOf o -> {}
            case Node.Cluster c -> {}
            case Node.Assertion a -> {}
            case Node.BackReference b -> {}
            case Node.Call c -> {}
            case Node.Keep k -> {}
        }
    }

    /** Whether each way through a part calls a group. */
    private boolean mustCall(Node node, int wanted, Set<Integer> seen) {
        return switch (node) {
            case Node.Call call -> {
                int target = parser.target(call);
                yield target == wanted
                        || (seen.add(target) && mustCall(groups.getOrDefault(target, new Node.Empty()), wanted, seen));
            }
            case Node.Sequence sequence -> {
                boolean must = false;
                for (Node part : sequence.parts()) {
                    must |= mustCall(part, wanted, seen);
                }
                yield must;
            }
            case Node.Alternatives alternatives -> {
                boolean must = true;
                for (Node branch : alternatives.branches()) {
                    must &= mustCall(branch, wanted, seen);
                }
                yield must;
            }
            case Node.Group group -> mustCall(group.body(), wanted, seen);
            case Node.Atomic atomic -> mustCall(atomic.body(), wanted, seen);
            case Node.Look look -> mustCall(look.body(), wanted, seen);
            case Node.Repeat repeat -> repeat.min() > 0 && mustCall(repeat.body(), wanted, seen);
            case Node.Conditional c -> mustCall(c.yes(), wanted, seen) && mustCall(c.no(), wanted, seen);
            case Node.Empty e -> false;
            case Node.Literal l -> false;
            case Node.OneOf o -> false;
            case Node.Cluster c -> false;
            case Node.Assertion a -> false;
            case Node.BackReference b -> false;
            case Node.Keep k -> false;
        };
    }

    /** Whether a part can call a group before it has read a character. */
    private boolean beginsWith(Node node, int wanted, Set<Integer> seen) {
        return switch (node) {
            case Node.Call call -> {
                int target = parser.target(call);
                yield target == wanted
                        || (seen.add(target)
                                && beginsWith(groups.getOrDefault(target, new Node.Empty()), wanted, seen));
            }
            case Node.Sequence sequence -> {
                for (Node part : sequence.parts()) {
                    if (beginsWith(part, wanted, seen)) {
                        yield true;
                    }
                    if (Compiler.least(part) > 0) {
                        yield false;
                    }
                }
                yield false;
            }
            case Node.Alternatives alternatives ->
                alternatives.branches().stream().anyMatch(branch -> beginsWith(branch, wanted, seen));
            case Node.Group group -> beginsWith(group.body(), wanted, seen);
            case Node.Atomic atomic -> beginsWith(atomic.body(), wanted, seen);
            case Node.Look look -> beginsWith(look.body(), wanted, seen);
            case Node.Repeat repeat -> repeat.max() != 0 && beginsWith(repeat.body(), wanted, seen);
            case Node.Conditional c -> beginsWith(c.yes(), wanted, seen) || beginsWith(c.no(), wanted, seen);
            case Node.Empty e -> false;
            case Node.Literal l -> false;
            case Node.OneOf o -> false;
            case Node.Cluster c -> false;
            case Node.Assertion a -> false;
            case Node.BackReference b -> false;
            case Node.Keep k -> false;
        };
    }
}
