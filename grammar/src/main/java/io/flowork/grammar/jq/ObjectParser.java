package io.flowork.grammar.jq;

import io.flowork.grammar.jq.Token.Kind;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.List;

/** Parses object constructions. */
final class ObjectParser {
    private final Cursor cursor;
    private final JqParser parser;

    ObjectParser(Cursor cursor, JqParser parser) {
        this.cursor = cursor;
        this.parser = parser;
    }

    Filter object() {
        Token open = cursor.take();
        List<Filter.Entry> entries = new ArrayList<>();
        while (!cursor.at("}") && cursor.token().kind() != Kind.END) {
            int before = cursor.token().start();
            entries.add(entry());
            if (!cursor.takeIf(",") && !cursor.at("}")) {
                if (startsKey(cursor.token()) && cursor.token().start() > before) {
                    cursor.missing("`,` between two members");
                } else {
                    break;
                }
            }
        }
        cursor.close("}", open);
        return new Filter.ObjectOf(cursor.from(open.start()), entries);
    }

    private static boolean startsKey(Token token) {
        return switch (token.kind()) {
            case NAME, KEYWORD, BINDING, QUOTE, FORMAT, NUMBER -> true;
            case FIELD, SYMBOL, END -> false;
        };
    }

    private Filter.Entry entry() {
        Token start = cursor.token();
        Range range = new Range(start.start(), start.end());
        switch (start.kind()) {
            case NAME, KEYWORD -> {
                cursor.take();
                return named(start, new Filter.Literal(range, JsonString.of(start.text())));
            }
            case QUOTE, FORMAT -> {
                return named(start, new TextParser(cursor, parser).text());
            }
            case BINDING -> {
                cursor.take();
                boolean location = start.text().equals("__loc__");
                Filter variable = location
                        ? new Filter.Location(range, cursor.line(start.start()))
                        : new Filter.Variable(range, start.text());
                if (!location && cursor.takeIf(":")) {
                    Filter value = value();
                    return new Filter.Entry(cursorFrom(start), variable, value);
                }
                return new Filter.Entry(range, new Filter.Literal(range, JsonString.of(start.text())), variable);
            }
            case SYMBOL, NUMBER, FIELD, END -> {
                if (cursor.takeIf("(")) {
                    Filter key = parser.pipe();
                    cursor.close(")", start);
                    cursor.expect(":", "after the key");
                    Filter value = value();
                    return new Filter.Entry(cursorFrom(start), key, value);
                }
                return unreadable(start);
            }
        }
        throw new AssertionError(start.kind());
    }

    private Filter.Entry unreadable(Token start) {
        Filter key = new Filter.Missing(new Range(start.start(), start.start()));
        if (!TermParser.startsTerm(start)) {
            cursor.missing("a key such as `name`, `\"name\"`, `$name` or `(expression)`");
            return new Filter.Entry(key.range(), key, key);
        }
        key = parser.expression();
        cursor.problem(key.range(), "a key that is computed needs parentheses: `(expression): value`");
        Filter value = cursor.takeIf(":") ? value() : new Filter.Missing(cursorFrom(start));
        return new Filter.Entry(cursorFrom(start), key, value);
    }

    private Filter.Entry named(Token start, Filter key) {
        if (cursor.takeIf(":")) {
            Filter value = value();
            return new Filter.Entry(cursorFrom(start), key, value);
        }
        Range range = key.range();
        if (key instanceof Filter.Format) {
            cursor.problem(range, "a key that is computed needs parentheses: `(expression): value`");
        }
        Filter input = new Filter.Identity(new Range(range.start(), range.start()));
        return new Filter.Entry(range, key, new Filter.Index(range, input, key, false));
    }

    /** A member's value: {@code |} is allowed in it, {@code ,} is not. */
    private Filter value() {
        int outside = cursor.enter(1);
        int start = cursor.token().start();
        List<Filter> parts = new ArrayList<>();
        do {
            parts.add(parser.expression());
        } while (cursor.takeIf("|"));
        Filter value = parts.size() == 1 ? parts.getFirst() : new Filter.Pipe(cursor.from(start), parts);
        cursor.leave(outside, 1);
        return value;
    }

    private Range cursorFrom(Token start) {
        return cursor.from(start.start());
    }
}
