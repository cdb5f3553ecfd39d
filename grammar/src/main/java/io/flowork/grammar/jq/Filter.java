package io.flowork.grammar.jq;

import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a jq program's syntax tree.
 *
 * <p>Parentheses leave no node: they only widen the range of what they enclose together with what follows. A
 * shorthand such as {@code {a}} is written out as the key and the value it stands for, both with the shorthand's range.
 */
public sealed interface Filter {
    /** Where it stands in the program's text. */
    Range range();

    /** {@code .} */
    record Identity(Range range) implements Filter {}

    /** {@code ..} */
    record RecurseDefault(Range range) implements Filter {}

    /** A number, a string without interpolation, {@code true}, {@code false} or {@code null}. */
    record Literal(Range range, JsonValue value) implements Filter {}

    /**
     * A string with interpolations or a format.
     *
     * @param format the format applied to what is inserted, without {@code @}; null for plain text
     */
    record Text(Range range, @Nullable String format, List<TextPart> parts) implements Filter {
        /** Copies the parts. */
        public Text {
            parts = List.copyOf(parts);
        }
    }

    /**
     * {@code @name} on its own.
     *
     * @param name without {@code @}
     */
    record Format(Range range, String name) implements Filter {}

    /**
     * {@code .key}, {@code ."key"} or {@code [key]}.
     *
     * @param key evaluated on the input of the whole expression
     * @param optional whether {@code ?} follows
     */
    record Index(Range range, Filter target, Filter key, boolean optional) implements Filter {}

    /** {@code [from:to]}, at least one of them present. */
    record Slice(
            Range range,
            Filter target,
            @Nullable Filter from,
            @Nullable Filter to,
            boolean optional) implements Filter {}

    /** {@code []} behind a term. */
    record Iterate(Range range, Filter target, boolean optional) implements Filter {}

    /** {@code a | b | c}: at least two parts. */
    record Pipe(Range range, List<Filter> parts) implements Filter {
        /** Copies the parts. */
        public Pipe {
            parts = List.copyOf(parts);
        }
    }

    /** {@code a, b, c}: at least two parts. */
    record Comma(Range range, List<Filter> parts) implements Filter {
        /** Copies the parts. */
        public Comma {
            parts = List.copyOf(parts);
        }
    }

    /** {@code left operator right}. */
    record Binary(Range range, Operator operator, Range operatorRange, Filter left, Filter right) implements Filter {}

    /**
     * An assignment.
     *
     * @param operator what is applied to the old and the new value; null for {@code =} and {@code |=}
     * @param update whether the value is computed from the old one, as in {@code |=}
     */
    record Assign(
            Range range, @Nullable Operator operator, boolean update, Range operatorRange, Filter target, Filter value)
            implements Filter {}

    /** {@code -operand}. */
    record Negate(Range range, Filter operand) implements Filter {}

    /** {@code [body]}, or {@code []} without a body. */
    record ArrayOf(Range range, @Nullable Filter body) implements Filter {}

    /** <code>{…}</code>. */
    record ObjectOf(Range range, List<Entry> entries) implements Filter {
        /** Copies the entries. */
        public ObjectOf {
            entries = List.copyOf(entries);
        }
    }

    /** {@code key: value} in an object construction. */
    record Entry(Range range, Filter key, Filter value) {}

    /**
     * {@code $name}.
     *
     * @param name without {@code $}
     */
    record Variable(Range range, String name) implements Filter {}

    /**
     * {@code $__loc__}.
     *
     * @param line the line it stands on, from 1
     */
    record Location(Range range, int line) implements Filter {}

    /** {@code if … then … elif … else … end}. */
    record If(Range range, List<Branch> branches, @Nullable Filter otherwise) implements Filter {
        /** Copies the branches. */
        public If {
            branches = List.copyOf(branches);
        }
    }

    /** One condition of an {@code if} with what follows its {@code then}. */
    record Branch(Filter condition, Filter then) {}

    /** {@code try body catch handler}, or {@code body?}. */
    record Try(Range range, Filter body, @Nullable Filter handler) implements Filter {}

    /** {@code reduce source as patterns (start; update)}. */
    record Reduce(Range range, Filter source, List<Pattern> patterns, Filter start, Filter update) implements Filter {
        /** Copies the patterns. */
        public Reduce {
            patterns = List.copyOf(patterns);
        }
    }

    /** {@code foreach source as patterns (start; update; extract)}. */
    record Foreach(
            Range range,
            Filter source,
            List<Pattern> patterns,
            Filter start,
            Filter update,
            @Nullable Filter extract) implements Filter {
        /** Copies the patterns. */
        public Foreach {
            patterns = List.copyOf(patterns);
        }
    }

    /**
     * {@code source as pattern ?// pattern | body}.
     *
     * @param patterns the alternatives, at least one
     */
    record Bind(Range range, Filter source, List<Pattern> patterns, Filter body) implements Filter {
        /** Copies the patterns. */
        public Bind {
            patterns = List.copyOf(patterns);
        }
    }

    /** {@code def …; body}. */
    record Define(Range range, Function function, Filter body) implements Filter {}

    /** {@code def name(parameters): body;}. */
    record Function(Range range, String name, Range nameRange, List<Parameter> parameters, Filter body) {
        /** Copies the parameters. */
        public Function {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * A parameter of a function.
     *
     * @param name without {@code $}
     * @param value whether it was written with {@code $}
     */
    record Parameter(Range range, String name, boolean value) {}

    /** {@code name} or {@code name(a; b)}. */
    record Call(Range range, String name, Range nameRange, List<Filter> arguments) implements Filter {
        /** Copies the arguments. */
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * {@code label $name | body}.
     *
     * @param name without {@code $}
     */
    record Label(Range range, String name, Filter body) implements Filter {}

    /**
     * {@code break $name}.
     *
     * @param name without {@code $}
     */
    record Break(Range range, String name) implements Filter {}

    /** Where an expression was expected and none, or nothing readable, was found. */
    record Missing(Range range) implements Filter {}
}
