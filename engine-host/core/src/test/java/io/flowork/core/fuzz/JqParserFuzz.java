package io.flowork.core.fuzz;

import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.JqProblem;
import io.flowork.grammar.jq.ParsedFilter;

/** Any text is a jq program or has a problem inside it. */
public final class JqParserFuzz {
    private JqParserFuzz() {}

    /** Parses one text. */
    public static void fuzzerTestOneInput(byte[] data) {
        Fuzzed.promptly(() -> parse(Fuzzed.text(data)));
    }

    private static void parse(String text) {
        ParsedFilter parsed = JqParser.parse(text);
        Fuzzed.inside(parsed.filter().range(), text, "the filter");
        for (JqProblem problem : parsed.problems()) {
            Fuzzed.inside(problem.range(), text, "a problem");
            Fuzzed.require(!problem.message().isBlank(), "a problem says nothing");
        }
    }
}
