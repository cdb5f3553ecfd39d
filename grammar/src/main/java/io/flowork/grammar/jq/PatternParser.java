package io.flowork.grammar.jq;

import io.flowork.grammar.jq.Token.Kind;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.List;

/** Parses what stands behind {@code as}. */
final class PatternParser {
    private final Cursor cursor;
    private final JqParser parser;

    PatternParser(Cursor cursor, JqParser parser) {
        this.cursor = cursor;
        this.parser = parser;
    }

    /** One or more patterns with {@code ?//} between them. */
    List<Pattern> alternatives() {
        List<Pattern> patterns = new ArrayList<>();
        do {
            patterns.add(pattern());
        } while (cursor.takeIf("?//"));
        return patterns;
    }

    private Pattern pattern() {
        int outside = cursor.enter(1);
        Token start = cursor.token();
        Pattern pattern;
        if (start.kind() == Kind.BINDING) {
            cursor.take();
            pattern = new Pattern.Named(cursor.from(start.start()), start.text());
        } else if (cursor.takeIf("[")) {
            List<Pattern> elements = new ArrayList<>();
            do {
                elements.add(pattern());
            } while (cursor.takeIf(","));
            cursor.close("]", start);
            pattern = new Pattern.Elements(cursor.from(start.start()), elements);
        } else if (cursor.takeIf("{")) {
            List<Pattern.Member> members = new ArrayList<>();
            do {
                members.add(member());
            } while (cursor.takeIf(","));
            cursor.close("}", start);
            pattern = new Pattern.Members(cursor.from(start.start()), members);
        } else {
            cursor.missing("a pattern such as `$name`, `[$first, $second]` or `{$name}`");
            pattern = new Pattern.Elements(new Range(start.start(), start.start()), List.of());
        }
        cursor.leave(outside, 1);
        return pattern;
    }

    private Pattern.Member member() {
        Token start = cursor.token();
        switch (start.kind()) {
            case BINDING -> {
                cursor.take();
                Filter key = new Filter.Literal(cursor.from(start.start()), JsonString.of(start.text()));
                Pattern value = cursor.takeIf(":") ? pattern() : null;
                return new Pattern.Member(cursor.from(start.start()), start.text(), key, value);
            }
            case NAME, KEYWORD -> {
                cursor.take();
                Filter key = new Filter.Literal(cursor.from(start.start()), JsonString.of(start.text()));
                return valued(start, key);
            }
            case QUOTE, FORMAT -> {
                return valued(start, new TextParser(cursor, parser).text());
            }
            case SYMBOL, NUMBER, FIELD, END -> {
                if (cursor.takeIf("(")) {
                    Filter key = parser.pipe();
                    cursor.close(")", start);
                    return valued(start, key);
                }
                cursor.missing("a key such as `$name`, `name: $x`, `\"name\": $x` or `(expression): $x`");
                Range here = new Range(start.start(), start.start());
                return new Pattern.Member(here, null, new Filter.Missing(here), new Pattern.Elements(here, List.of()));
            }
        }
        throw new AssertionError(start.kind());
    }

    private Pattern.Member valued(Token start, Filter key) {
        cursor.expect(":", "and a pattern after the key");
        Pattern value = pattern();
        return new Pattern.Member(cursor.from(start.start()), null, key, value);
    }
}
