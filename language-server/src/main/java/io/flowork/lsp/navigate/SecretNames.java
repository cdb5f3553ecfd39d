package io.flowork.lsp.navigate;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.text.Range;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.FilterTree;
import java.util.ArrayList;
import java.util.List;

/** Secrets that expressions name: {@code $secrets.name} and {@code $secrets["name"]}. */
final class SecretNames {
    private static final String SECRETS = "secrets";

    private SecretNames() {}

    /**
     * A secret where it is named.
     *
     * @param name its name
     * @param range where the name stands in the file, without quotes
     */
    record Use(String name, Range range) {}

    /** The secrets that the expressions of a text name. */
    static List<Use> of(Snapshot snapshot) {
        List<Use> uses = new ArrayList<>();
        for (ExpressionSite site : snapshot.analysis().sites()) {
            uses.addAll(of(site));
        }
        return uses;
    }

    /** The secrets that an expression names. */
    static List<Use> of(ExpressionSite site) {
        String text = site.expression().text();
        if (!text.contains(SECRETS)) {
            return List.of();
        }
        List<Use> uses = new ArrayList<>();
        for (Filter filter : FilterTree.all(site.expression().filter())) {
            if (filter instanceof Filter.Index index
                    && index.target() instanceof Filter.Variable variable
                    && variable.name().equals(SECRETS)
                    && index.key() instanceof Filter.Literal key
                    && key.value() instanceof JsonString name) {
                int at = text.indexOf(name.value(), key.range().start());
                if (at >= 0 && at < index.range().end()) {
                    uses.add(new Use(
                            name.value(),
                            site.rangeOf(new Range(at, at + name.value().length()))));
                }
            }
        }
        return uses;
    }
}
