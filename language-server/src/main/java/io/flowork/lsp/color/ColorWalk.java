package io.flowork.lsp.color;

import static io.flowork.lsp.color.TokenModifier.DECLARATION;
import static io.flowork.lsp.color.TokenModifier.DEFAULT_LIBRARY;
import static io.flowork.lsp.color.TokenModifier.DEPRECATED;
import static io.flowork.lsp.color.TokenModifier.READONLY;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.outline.Placed;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes through a workflow's tree once, in the order of its text, and says what the keys and values are. */
final class ColorWalk {
    private static final List<String> DIRECTIVES = List.of("continue", "exit", "end");
    private static final Set<String> NAMES_VARIABLE = Set.of("each", "at", "item", "as");

    private final Snapshot snapshot;
    private final Range wanted;
    private final Colors colors;
    private final Set<ScalarNode> expressions = Collections.newSetFromMap(new IdentityHashMap<>());

    ColorWalk(Snapshot snapshot, Range wanted, Colors colors) {
        this.snapshot = snapshot;
        this.wanted = wanted;
        this.colors = colors;
    }

    void walk() {
        Node root = snapshot.root();
        if (root == null) {
            return;
        }
        for (ExpressionSite site : snapshot.analysis().sites()) {
            if (!site.loose()) {
                expressions.add(site.node());
            }
        }
        Deque<Placed> open = new ArrayDeque<>(List.of(Placed.root(root)));
        while (!open.isEmpty()) {
            Placed at = open.pop();
            ScalarNode name = at.key();
            if (name != null) {
                key(at, name);
            }
            if (at.isRepeated()) {
                continue; // an alias, which has the colors of what it repeats there
            }
            if (at.node() instanceof ScalarNode scalar) {
                scalar(at, scalar);
            }
            for (Placed child : at.named().reversed()) {
                if (meets(child.range())) {
                    open.push(child);
                }
            }
        }
    }

    private boolean meets(Range range) {
        return range.start() <= wanted.end() && range.end() >= wanted.start();
    }

    // --- keys ---

    private void key(Placed at, ScalarNode key) {
        Range range = key.range();
        Property property = at.property();
        Shape.Section section = section(at);
        Placed around = at.parent();
        if (property != null) {
            Property.Legacy legacy = property.legacy();
            boolean old = legacy != null && legacy.shape().equals(at.rule());
            if (old) {
                add(range, TokenType.KEYWORD, DEPRECATED);
            } else {
                add(range, TokenType.KEYWORD);
            }
        } else if (section == Shape.Section.FUNCTIONS || at.isTask()) {
            add(range, TokenType.FUNCTION, DECLARATION);
        } else if (section != null) {
            add(range, TokenType.VARIABLE, DECLARATION, READONLY);
        } else if (around != null && around.rule() instanceof Shape.NamedList) {
            add(range, TokenType.PROPERTY, DECLARATION);
        } else {
            add(range, TokenType.PROPERTY);
        }
    }

    /** The section of {@code use} that something is defined in. */
    private static Shape.@Nullable Section section(Placed at) {
        Placed around = at.parent();
        Placed use = around == null ? null : around.parent();
        if (around == null || around.key() == null || use == null || use.key() == null) {
            return null;
        }
        boolean outermost = use.parent() != null && use.parent().parent() == null;
        if (outermost && use.key().text().equals("use")) {
            for (Shape.Section section : Shape.Section.values()) {
                if (section.key().equals(around.key().text())) {
                    return section;
                }
            }
        }
        return null;
    }

    // --- values ---

    private void scalar(Placed at, ScalarNode scalar) {
        Shape shape = at.chosen();
        if (expressions.contains(scalar) || isExpression(shape, scalar)) {
            new ExpressionColors(colors, snapshot.source().text()).add(scalar);
            return;
        }
        switch (shape) {
            case Shape.Reference reference ->
                add(
                        inside(scalar),
                        reference.section() == Shape.Section.FUNCTIONS ? TokenType.FUNCTION : TokenType.VARIABLE,
                        READONLY);
            case Shape.Flow ignored ->
                add(inside(scalar), DIRECTIVES.contains(scalar.text()) ? TokenType.KEYWORD : TokenType.FUNCTION);
            case Shape.OneOf ignored -> add(inside(scalar), TokenType.ENUM_MEMBER, DEFAULT_LIBRARY);
            case Shape.Text text -> text(at, text, scalar);
            case null, default -> {}
        }
    }

    private void text(Placed at, Shape.Text text, ScalarNode scalar) {
        Property property = at.property();
        if (text.format() == Shape.Format.FUNCTION) {
            if (Language.protocols().contains(scalar.text())) {
                add(inside(scalar), TokenType.FUNCTION, DEFAULT_LIBRARY);
            } else {
                add(inside(scalar), TokenType.FUNCTION);
            }
        } else if (section(at) == Shape.Section.SECRETS) {
            add(inside(scalar), TokenType.VARIABLE, DECLARATION, READONLY);
        } else if (property != null && NAMES_VARIABLE.contains(property.name())) {
            add(inside(scalar), TokenType.VARIABLE, DECLARATION);
        }
    }

    /** Whether a value is an expression by its place and its first signs, also when nobody could read it. */
    private static boolean isExpression(@Nullable Shape shape, ScalarNode scalar) {
        boolean enclosed = scalar.isString() && scalar.text().stripLeading().startsWith("${");
        return switch (shape) {
            case Shape.Expression expression -> scalar.isString() && (enclosed || !expression.enclosed());
            case Shape.Data data -> enclosed && data.template();
            case Shape.Text text -> enclosed && text.template();
            case Shape.Uri uri -> enclosed && uri.expression();
            case Shape.Span ignored -> enclosed;
            case null, default -> false;
        };
    }

    /** A scalar without its quotes. */
    private static Range inside(ScalarNode scalar) {
        return scalar.rangeOf(new Range(0, scalar.text().length()));
    }

    private void add(Range range, TokenType type, TokenModifier... modifiers) {
        if (meets(range)) {
            colors.add(range.start(), range.end(), type, modifiers);
        }
    }
}
