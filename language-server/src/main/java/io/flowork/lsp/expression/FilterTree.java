package io.flowork.lsp.expression;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.Pattern;
import io.flowork.grammar.jq.TextPart;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through the parts of an expression. */
public final class FilterTree {
    private FilterTree() {}

    /** The filters directly in a filter, in the order of the text. */
    public static List<Filter> children(Filter filter) {
        List<Filter> children = new ArrayList<>();
        switch (filter) {
            case Filter.Identity ignored -> {}
            case Filter.RecurseDefault ignored -> {}
            case Filter.Literal ignored -> {}
            case Filter.Format ignored -> {}
            case Filter.Variable ignored -> {}
            case Filter.Location ignored -> {}
            case Filter.Break ignored -> {}
            case Filter.Missing ignored -> {}
            case Filter.Text text -> {
                for (TextPart part : text.parts()) {
                    if (part instanceof TextPart.Inserted inserted) {
                        children.add(inserted.filter());
                    }
                }
            }
            case Filter.Index index -> {
                children.add(index.target());
                children.add(index.key());
            }
            case Filter.Slice slice -> {
                children.add(slice.target());
                add(children, slice.from());
                add(children, slice.to());
            }
            case Filter.Iterate iterate -> children.add(iterate.target());
            case Filter.Pipe pipe -> children.addAll(pipe.parts());
            case Filter.Comma comma -> children.addAll(comma.parts());
            case Filter.Binary binary -> {
                children.add(binary.left());
                children.add(binary.right());
            }
            case Filter.Assign assign -> {
                children.add(assign.target());
                children.add(assign.value());
            }
            case Filter.Negate negate -> children.add(negate.operand());
            case Filter.ArrayOf array -> add(children, array.body());
            case Filter.ObjectOf object -> {
                for (Filter.Entry entry : object.entries()) {
                    children.add(entry.key());
                    children.add(entry.value());
                }
            }
            case Filter.If choice -> {
                for (Filter.Branch branch : choice.branches()) {
                    children.add(branch.condition());
                    children.add(branch.then());
                }
                add(children, choice.otherwise());
            }
            case Filter.Try attempt -> {
                children.add(attempt.body());
                add(children, attempt.handler());
            }
            case Filter.Reduce reduce -> {
                children.add(reduce.source());
                reduce.patterns().forEach(pattern -> keys(pattern, children));
                children.add(reduce.start());
                children.add(reduce.update());
            }
            case Filter.Foreach each -> {
                children.add(each.source());
                each.patterns().forEach(pattern -> keys(pattern, children));
                children.add(each.start());
                children.add(each.update());
                add(children, each.extract());
            }
            case Filter.Bind bind -> {
                children.add(bind.source());
                bind.patterns().forEach(pattern -> keys(pattern, children));
                children.add(bind.body());
            }
            case Filter.Define define -> {
                children.add(define.function().body());
                children.add(define.body());
            }
            case Filter.Call call -> children.addAll(call.arguments());
            case Filter.Label label -> children.add(label.body());
        }
        return children;
    }

    private static void add(List<Filter> children, @Nullable Filter child) {
        if (child != null) {
            children.add(child);
        }
    }

    private static void keys(Pattern pattern, List<Filter> children) {
        switch (pattern) {
            case Pattern.Named ignored -> {}
            case Pattern.Elements elements -> elements.elements().forEach(each -> keys(each, children));
            case Pattern.Members members -> {
                for (Pattern.Member member : members.members()) {
                    children.add(member.key());
                    if (member.value() != null) {
                        keys(member.value(), children);
                    }
                }
            }
        }
    }

    /** The filters around an offset in the expression's text, outermost first: each has the next one in it. */
    public static List<Filter> path(Filter whole, int offset) {
        List<Filter> path = new ArrayList<>();
        Filter at = whole;
        while (at != null) {
            path.add(at);
            Filter next = null;
            for (Filter child : children(at)) {
                if (child.range().touches(offset) && !(child instanceof Filter.Identity && next != null)) {
                    next = child;
                }
            }
            at = next;
        }
        return path;
    }

    /** All filters in a filter, itself first. */
    public static List<Filter> all(Filter whole) {
        List<Filter> all = new ArrayList<>();
        Deque<Filter> open = new ArrayDeque<>(List.of(whole));
        while (!open.isEmpty()) {
            Filter at = open.pop();
            all.add(at);
            children(at).reversed().forEach(open::push);
        }
        return all;
    }
}
