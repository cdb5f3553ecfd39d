package io.flowork.lsp.navigate;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.NameChecker;
import io.flowork.grammar.jq.NameListener;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.List;

/** The names of one expression: those that it gives, their uses with the places that give them, and free variables. */
final class NamesInExpression implements NameListener {
    private final ExpressionSite site;
    private final List<Range> declared = new ArrayList<>();
    private final List<Use> uses = new ArrayList<>();
    private final List<Filter.Variable> free = new ArrayList<>();

    /**
     * A use.
     *
     * @param range where it stands in the expression
     * @param declarations the places that give the name
     */
    record Use(Range range, List<Range> declarations) {}

    private NamesInExpression(ExpressionSite site) {
        this.site = site;
    }

    static NamesInExpression of(ExpressionSite site) {
        NamesInExpression names = new NamesInExpression(site);
        var _ = NameChecker.check(site.expression().filter(), site.names(), names);
        return names;
    }

    List<Range> declared() {
        return declared;
    }

    List<Use> uses() {
        return uses;
    }

    /** The variables that the expression does not give itself. */
    List<Filter.Variable> free() {
        return free;
    }

    /** Whether the expression gives or uses a variable, or a function or parameter. */
    boolean has(String name, boolean variable) {
        String text = (variable ? "$" : "") + name;
        return free.stream().anyMatch(each -> variable && each.name().equals(name))
                || declared.stream().anyMatch(range -> text(range).equals(text))
                || uses.stream().anyMatch(use -> text(use.range).equals(text));
    }

    private String text(Range range) {
        return site.expression().text().substring(range.start(), range.end());
    }

    @Override
    public void free(Filter.Variable variable, boolean given) {
        free.add(variable);
    }

    @Override
    public void declared(Range name) {
        declared.add(name);
    }

    @Override
    public void bound(Range use, List<Range> declarations) {
        uses.add(new Use(use, declarations));
    }
}
