package io.flowork.grammar.jq;

import io.flowork.grammar.jq.Token.Kind;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses terms with what follows them: {@code .key}, {@code [index]}, {@code ?}. */
final class TermParser {
    private static final Set<String> TERM_KEYWORDS = Set.of("if", "try", "reduce", "foreach", "break", "def", "label");

    /** Integers of more digits are read as doubles. */
    private static final int MAX_INTEGER_DIGITS = 308;

    private final Cursor cursor;
    private final JqParser parser;
    private final PatternParser patterns;

    TermParser(Cursor cursor, JqParser parser, PatternParser patterns) {
        this.cursor = cursor;
        this.parser = parser;
        this.patterns = patterns;
    }

    /** Whether a term can begin with this token. */
    static boolean startsTerm(Token token) {
        return switch (token.kind()) {
            case NAME, FIELD, BINDING, FORMAT, NUMBER, QUOTE -> true;
            case KEYWORD -> TERM_KEYWORDS.contains(token.text());
            case SYMBOL ->
                token.is(".") || token.is("..") || token.is("(") || token.is("[") || token.is("{") || token.is("-");
            case END -> false;
        };
    }

    Filter term() {
        int outside = cursor.enter(2);
        Token start = cursor.token();
        Filter term = suffixes(start.start(), primary(start));
        cursor.grow();
        cursor.leave(outside, 2);
        return term;
    }

    private Filter suffixes(int start, Filter first) {
        Filter term = first;
        boolean more = true;
        while (more) {
            Token token = cursor.token();
            if (token.kind() == Kind.FIELD) {
                cursor.take();
                Filter key = new Filter.Literal(new Range(token.start() + 1, token.end()), JsonString.of(token.text()));
                boolean optional = cursor.takeIf("?");
                term = new Filter.Index(cursor.from(start), term, key, optional);
            } else if (cursor.at("[")) {
                term = bracket(start, term);
            } else if (cursor.at(".")) {
                cursor.take();
                term = afterDot(start, term);
            } else if (cursor.takeIf("?")) {
                term = new Filter.Try(cursor.from(start), term, null);
            } else if (cursor.at("?//")) {
                cursor.moveTo(token.start() + 1);
                term = new Filter.Try(cursor.from(start), term, null);
            } else {
                more = false;
            }
            if (more) {
                cursor.grow();
            }
        }
        return term;
    }

    /** What follows a dot that is no part of a name: a string or a bracket. */
    private Filter afterDot(int start, Filter target) {
        if (cursor.at("[")) {
            return bracket(start, target);
        }
        if (cursor.token().kind() == Kind.QUOTE || cursor.token().kind() == Kind.FORMAT) {
            Filter key = new TextParser(cursor, parser).text();
            boolean optional = cursor.takeIf("?");
            return new Filter.Index(cursor.from(start), target, key, optional);
        }
        cursor.missing("a key after `.`; unusual keys are written `.[\"key\"]`");
        Range here = new Range(cursor.previousEnd(), cursor.previousEnd());
        return new Filter.Index(cursor.from(start), target, new Filter.Missing(here), false);
    }

    private Filter bracket(int start, Filter target) {
        Token open = cursor.take();
        if (cursor.takeIf("]")) {
            boolean optional = cursor.takeIf("?");
            return new Filter.Iterate(cursor.from(start), target, optional);
        }
        Filter from = cursor.at(":") ? null : parser.pipe();
        if (from != null && !cursor.at(":")) {
            cursor.close("]", open);
            boolean optional = cursor.takeIf("?");
            return new Filter.Index(cursor.from(start), target, from, optional);
        }
        cursor.take();
        Filter to = from != null && cursor.at("]") ? null : parser.pipe();
        cursor.close("]", open);
        boolean optional = cursor.takeIf("?");
        return new Filter.Slice(cursor.from(start), target, from, to, optional);
    }

    private Filter primary(Token start) {
        return switch (start.kind()) {
            case NUMBER -> {
                cursor.take();
                yield new Filter.Literal(cursor.from(start.start()), number(start.text()));
            }
            case QUOTE, FORMAT -> new TextParser(cursor, parser).text();
            case FIELD -> {
                cursor.take();
                Range name = new Range(start.start() + 1, start.end());
                Filter key = new Filter.Literal(name, JsonString.of(start.text()));
                Filter dot = new Filter.Identity(new Range(start.start(), start.start() + 1));
                boolean optional = cursor.takeIf("?");
                yield new Filter.Index(cursor.from(start.start()), dot, key, optional);
            }
            case BINDING -> {
                cursor.take();
                yield variable(start);
            }
            case NAME -> call(start);
            case KEYWORD -> keyword(start);
            case SYMBOL -> symbol(start);
            case END -> missing();
        };
    }

    private Filter variable(Token name) {
        Range range = new Range(name.start(), name.end());
        return name.text().equals("__loc__")
                ? new Filter.Location(range, cursor.line(name.start()))
                : new Filter.Variable(range, name.text());
    }

    private Filter missing() {
        int at = cursor.token().start();
        cursor.missingExpression();
        return new Filter.Missing(new Range(at, at));
    }

    private static JsonValue number(String text) {
        boolean integer = text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (integer && text.length() <= MAX_INTEGER_DIGITS) {
            return JsonNumber.parse(text);
        }
        return JsonNumber.of(Double.parseDouble(text));
    }

    private Filter call(Token name) {
        cursor.take();
        Range range = new Range(name.start(), name.end());
        switch (name.text()) {
            case "null" -> {
                return new Filter.Literal(range, JsonNull.NULL);
            }
            case "true", "false" -> {
                return new Filter.Literal(range, JsonBoolean.of(name.text().equals("true")));
            }
            default -> {
                List<Filter> arguments = new ArrayList<>();
                Token open = cursor.token();
                if (cursor.takeIf("(")) {
                    do {
                        arguments.add(parser.pipe());
                    } while (cursor.takeIf(";"));
                    cursor.close(")", open);
                }
                return new Filter.Call(cursor.from(name.start()), name.text(), range, arguments);
            }
        }
    }

    private Filter symbol(Token start) {
        switch (start.text()) {
            case "." -> {
                cursor.take();
                Filter dot = new Filter.Identity(cursor.from(start.start()));
                Token next = cursor.token();
                boolean quoted = next.kind() == Kind.QUOTE || next.kind() == Kind.FORMAT;
                if (quoted) {
                    return afterDot(start.start(), dot);
                }
                if ((next.kind() == Kind.NAME || next.kind() == Kind.NUMBER) && next.start() == start.end()) {
                    return afterDot(start.start(), dot);
                }
                return dot;
            }
            case ".." -> {
                cursor.take();
                return new Filter.RecurseDefault(cursor.from(start.start()));
            }
            case "-" -> {
                cursor.take();
                Filter operand = term();
                return new Filter.Negate(cursor.from(start.start()), operand);
            }
            case "(" -> {
                cursor.take();
                Filter inner = parser.pipe();
                cursor.close(")", start);
                return inner;
            }
            case "[" -> {
                cursor.take();
                if (cursor.takeIf("]")) {
                    return new Filter.Literal(cursor.from(start.start()), JsonArray.EMPTY);
                }
                Filter body = parser.pipe();
                cursor.close("]", start);
                return new Filter.ArrayOf(cursor.from(start.start()), body);
            }
            case "{" -> {
                return new ObjectParser(cursor, parser).object();
            }
            default -> {
                return missing();
            }
        }
    }

    private Filter keyword(Token start) {
        switch (start.text()) {
            case "if" -> {
                return condition(start);
            }
            case "try" -> {
                cursor.take();
                Filter body = term();
                Filter handler = cursor.takeKeywordIf("catch") ? term() : null;
                return new Filter.Try(cursor.from(start.start()), body, handler);
            }
            case "reduce", "foreach" -> {
                return fold(start);
            }
            case "break" -> {
                cursor.take();
                String name = parser.binding("a label such as `$out` after `break`");
                return new Filter.Break(cursor.from(start.start()), name);
            }
            case "def", "label" -> {
                cursor.problemHere("`" + start.text() + "` needs parentheses around it here");
                return parser.pipe();
            }
            case "import", "include", "module" -> {
                cursor.problemHere("`" + start.text() + "` is not available in a workflow");
                cursor.take();
                return new Filter.Missing(cursor.from(start.start()));
            }
            default -> {
                return missing();
            }
        }
    }

    private Filter condition(Token start) {
        List<Filter.Branch> branches = new ArrayList<>();
        do {
            cursor.take();
            Filter condition = parser.pipe();
            cursor.expectKeyword("then", "after the condition of `if`");
            branches.add(new Filter.Branch(condition, parser.pipe()));
        } while (cursor.atKeyword("elif"));
        Token last = cursor.token();
        Filter otherwise = null;
        boolean nested = false;
        if (cursor.takeKeywordIf("else")) {
            nested = cursor.atKeyword("if");
            otherwise = parser.pipe();
        }
        if (nested && !cursor.atKeyword("end")) {
            Range place = new Range(last.start(), last.end());
            cursor.unclosed("end", "if", place, "this `else if` needs an `end` of its own; `elif` needs none");
        } else {
            cursor.close("end", start);
        }
        return new Filter.If(cursor.from(start.start()), branches, otherwise);
    }

    private Filter fold(Token start) {
        cursor.take();
        Filter source = parser.expression();
        cursor.expectKeyword("as", "after what `" + start.text() + "` goes through");
        List<Pattern> alternatives = patterns.alternatives();
        Token open = cursor.token();
        cursor.expect("(", "after the pattern of `" + start.text() + "`");
        Filter first = parser.pipe();
        cursor.expect(";", "between the start and the update of `" + start.text() + "`");
        Filter update = parser.pipe();
        @Nullable Filter extract = null;
        boolean reduce = start.text().equals("reduce");
        if (!reduce && cursor.takeIf(";")) {
            extract = parser.pipe();
        }
        cursor.close(")", open);
        Range range = cursor.from(start.start());
        return reduce
                ? new Filter.Reduce(range, source, alternatives, first, update)
                : new Filter.Foreach(range, source, alternatives, first, update, extract);
    }
}
