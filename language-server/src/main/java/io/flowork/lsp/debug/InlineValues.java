package io.flowork.lsp.debug;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.NameChecker;
import io.flowork.grammar.jq.NameListener;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.scope.LocalVariable;
import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.FilterTree;
import io.flowork.lsp.outline.Placed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The expressions whose values an editor shows beside them while a workflow stands still: variables and paths that mean where
 * it stopped what they mean where they are written. A path that begins with {@code .} does so only in the task that it
 * stopped at; the variable of a loop only inside of it.
 */
public final class InlineValues {
    /** What is another one for each task. */
    private static final Set<String> OF_TASK = Set.of("input", "output", "task");

    private final Snapshot snapshot;
    private final int stop;
    private final @Nullable Placed task;
    private final List<InlineValue> values = new ArrayList<>();
    private final Set<String> onLines = new HashSet<>();

    private InlineValues(Snapshot snapshot, int stop) {
        this.snapshot = snapshot;
        this.stop = stop;
        this.task = task(snapshot.at(stop));
    }

    /**
     * An expression to evaluate where the workflow stopped.
     *
     * @param range where it is written
     * @param expression what to evaluate
     */
    public record InlineValue(Range range, String expression) {}

    /**
     * What to evaluate, in the order of the text.
     *
     * @param visible the part of the text that is shown
     * @param stopped where the workflow stopped: a task
     */
    public static List<InlineValue> in(Snapshot snapshot, Range visible, Range stopped) {
        InlineValues made = new InlineValues(snapshot, begin(snapshot.source(), stopped.start()));
        for (ExpressionSite site : snapshot.analysis().sites()) {
            if (site.node().range().overlaps(visible)) {
                made.site(site, stopped.end());
            }
        }
        made.values.sort(Comparator.comparingInt(value -> value.range().start()));
        return made.values;
    }

    /** The first character of a line's text that is no dash, if a place stands before it: debuggers know lines. */
    private static int begin(SourceText source, int offset) {
        Position position = source.position(offset);
        String line = source.line(position.line());
        int first = 0;
        while (first < line.length() && " \t-".indexOf(line.charAt(first)) >= 0) {
            first++;
        }
        return offset + Math.max(0, first - (position.column() - 1));
    }

    /** The innermost task around a value, itself among them. */
    private static @Nullable Placed task(@Nullable Placed place) {
        Placed at = place;
        while (at != null && !at.isTask()) {
            at = at.parent();
        }
        return at;
    }

    private void site(ExpressionSite site, int end) {
        boolean here = isHere(site);
        if (here || site.node().range().start() <= end) {
            filter(site.expression().filter(), here, new Variables(site, here, free(site)), site);
        }
    }

    /** Whether an expression is one of the task itself, and not of a task inside. */
    private boolean isHere(ExpressionSite site) {
        int start = site.node().range().start();
        if (task == null || !task.node().range().touches(start)) {
            return false; // found so for most, without looking for their place
        }
        Placed around = task(snapshot.at(start));
        return around != null && task.node().range().equals(around.node().range());
    }

    /** The variables of an expression that it does not bind itself. */
    private static Set<Filter> free(ExpressionSite site) {
        Set<Filter> free = Collections.newSetFromMap(new IdentityHashMap<>());
        var _ = NameChecker.check(site.expression().filter(), site.names(), new NameListener() {
            @Override
            public void free(Filter.Variable variable, boolean given) {
                if (given) {
                    free.add(variable);
                }
            }
        });
        return free;
    }

    /** Which variables of an expression mean the same where the workflow stopped. */
    private final class Variables {
        private final ExpressionSite site;
        private final boolean here;
        private final Set<Filter> free;

        Variables(ExpressionSite site, boolean here, Set<Filter> free) {
            this.site = site;
            this.here = here;
            this.free = free;
        }

        boolean mean(Filter.Variable variable) {
            if (!free.contains(variable)) {
                return false;
            }
            LocalVariable local = site.local(variable.name());
            if (local == null) {
                return here || !OF_TASK.contains(variable.name());
            }
            for (Placed at = snapshot.at(site.node().range().start()); at != null; at = at.parent()) {
                if (at.isTask() && at.key() != null && at.key().text().equals(local.task())) {
                    return at.range().touches(stop);
                }
            }
            return false;
        }
    }

    /**
     * Finds what can be evaluated in a filter.
     *
     * @param input whether {@code .} is what it is in the whole expression, where the workflow stopped
     */
    private void filter(Filter filter, boolean input, Variables variables, ExpressionSite site) {
        Filter root = root(filter);
        if (root instanceof Filter.Variable variable) {
            if (variables.mean(variable)) {
                add(filter, site);
            }
            return;
        }
        if (root instanceof Filter.Identity) {
            if (input && !filter.equals(root)) {
                add(filter, site);
            }
            return;
        }
        List<Filter> children = FilterTree.children(filter);
        for (int i = 0; i < children.size(); i++) {
            filter(children.get(i), input && keepsInput(filter, i), variables, site);
        }
    }

    /** What a path begins with; null for what is no path. */
    private static @Nullable Filter root(Filter filter) {
        Filter at = filter;
        while (at instanceof Filter.Index index && index.key() instanceof Filter.Literal) {
            at = index.target();
        }
        return at instanceof Filter.Identity || at instanceof Filter.Variable ? at : null;
    }

    /** Whether {@code .} is the same in a part of a filter. */
    private static boolean keepsInput(Filter outer, int part) {
        return switch (outer) {
            case Filter.Pipe pipe -> part == 0;
            case Filter.Reduce reduce -> part == 0;
            case Filter.Foreach each -> part == 0;
            case Filter.Call call -> false;
            case Filter.Define define -> part == 1;
            case Filter.Try attempt -> part == 0;
            default -> true;
        };
    }

    private void add(Filter filter, ExpressionSite site) {
        String text = site.expression()
                .text()
                .substring(filter.range().start(), filter.range().end());
        Range range = site.rangeOf(filter.range());
        if (onLines.add(snapshot.source().position(range.start()).line() + " " + text)) {
            values.add(new InlineValue(range, text));
        }
    }
}
