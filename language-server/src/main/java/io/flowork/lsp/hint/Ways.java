package io.flowork.lsp.hint;

import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.SequenceNode;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.outline.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a workflow goes on after a task that does not say it, told where a reader may err: after a task that others jump to,
 * after a switch of which no case need match, and after the last task.
 */
final class Ways {
    private record Target(int list, String name) {}

    private final Map<Integer, List<Outline.TaskName>> lists = new HashMap<>();
    private final Set<Target> targets = new HashSet<>();

    private Ways() {}

    static Ways of(Outline outline) {
        Ways ways = new Ways();
        for (Outline.TaskName task : outline.tasks()) {
            ways.lists.computeIfAbsent(task.list(), same -> new ArrayList<>()).add(task);
        }
        outline.jumps()
                .forEach(jump ->
                        ways.targets.add(new Target(jump.list(), jump.node().text())));
        return ways;
    }

    /** Where the workflow goes on after a task, as {@code then} would say it; nothing where nobody errs. */
    Optional<String> after(Outline.TaskName task) {
        Placed value = task.value();
        ObjectType kind = value.type();
        if (kind == null || kind.name().equals("raise") || !(value.node() instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        Placed list = list(value);
        if (mapping.has("then") || list == null || !(list.chosen() instanceof Shape.Tasks tasks) || tasks.parallel()) {
            return Optional.empty();
        }
        List<Outline.TaskName> all = lists.getOrDefault(task.list(), List.of());
        int next = index(all, task) + 1;
        boolean last = next == all.size();
        boolean top = isTop(list);
        String way = !last ? all.get(next).name() : top ? "end" : "exit";
        if (kind.name().equals("switch")) {
            return isDecided(mapping) ? Optional.empty() : Optional.of("otherwise then: " + way);
        }
        return (last && top) || targets.contains(new Target(task.list(), task.name()))
                ? Optional.of("then: " + way)
                : Optional.empty();
    }

    private static int index(List<Outline.TaskName> all, Outline.TaskName task) {
        int low = 0;
        int high = all.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (all.get(middle).key().range().start() < task.key().range().start()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static @Nullable Placed list(Placed task) {
        Placed item = task.parent();
        return item == null ? null : item.parent();
    }

    /** Whether a list is that of the workflow itself. */
    private static boolean isTop(Placed list) {
        Placed around = list.parent();
        return around != null && around.parent() == null;
    }

    /** Whether a switch has a case that always matches, or none that could be read. */
    private static boolean isDecided(MappingNode task) {
        if (!(task.get("switch") instanceof SequenceNode cases) || cases.items().isEmpty()) {
            return true;
        }
        return cases.items().stream()
                .anyMatch(item -> item instanceof MappingNode one
                        && one.entries().stream()
                                .anyMatch(entry -> entry.value() instanceof MappingNode choice && !choice.has("when")));
    }
}
