package io.flowork.functions.script;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the {@code import}s at the beginning of lines into calls of {@code require}, because a script runs inside a
 * function. Every line stays where it was.
 */
final class Imports {
    private static final Pattern IMPORT = Pattern.compile(
            "(?m)^(?<indent>[ \\t]*)import\\s+(?:(?<what>[\\w$*{][^'\"`;()]*?)\\s*\\bfrom\\s*)?(?<quote>['\"])(?<module>[^'\"\\r\\n]+)\\k<quote>[ \\t]*;?");

    private static final Pattern CLAUSE = Pattern.compile(
            "(?s)(?:(?<whole>[\\w$]+)\\s*,?\\s*)?(?:\\*\\s*as\\s+(?<all>[\\w$]+)|\\{(?<names>[^}]*)\\})?");

    private Imports() {}

    /**
     * A script without imports.
     *
     * @throws FunctionException if it imports what the sandbox does not have
     */
    static String rewritten(String code) throws FunctionException {
        Matcher imports = IMPORT.matcher(code);
        StringBuilder rewritten = new StringBuilder();
        while (imports.find()) {
            String module = imports.group("module");
            if (!module.matches("(?:node:)?(?:fs|process)")) {
                throw Failures.configuration(
                        "run: script cannot import '" + module + "': a script runs in a sandbox that has only 'node:fs'"
                                + " (for standard input and output) and 'node:process'."
                                + " For a program with libraries use run: shell or run: container.");
            }
            String clause = imports.group("what");
            imports.appendReplacement(
                    rewritten,
                    Matcher.quoteReplacement(imports.group("indent")
                            + (clause == null ? ";" : declarations(clause.strip(), "require('" + module + "')"))));
        }
        return imports.appendTail(rewritten).toString();
    }

    private static String declarations(String clause, String module) throws FunctionException {
        Matcher parts = CLAUSE.matcher(clause);
        if (!parts.matches()) {
            throw Failures.validation("run: script has an import that cannot be understood: import " + clause);
        }
        List<String> declared = new ArrayList<>();
        for (String name : List.of("whole", "all")) {
            if (parts.group(name) != null) {
                declared.add(parts.group(name) + " = " + module);
            }
        }
        if (parts.group("names") != null) {
            declared.add("{" + parts.group("names").replaceAll("\\bas\\s", ": ") + "} = " + module);
        }
        return "const " + String.join(", ", declared) + ";";
    }
}
