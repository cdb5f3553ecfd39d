package io.flowork.grammar.binding;

import io.flowork.grammar.jq.JqFunctions;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.scope.RuntimeArgument;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells texts that somebody forgot to enclose in <code>${ }</code> from those that only begin like an expression. */
final class Lookalikes {
    private static final Pattern VARIABLE = Pattern.compile("\\$([a-z]+)(?=$|[.\\[]|\\s*\\|).*", Pattern.DOTALL);
    private static final Pattern ELEMENT = Pattern.compile("\\.[\\w.]*\\[[^]]*].*", Pattern.DOTALL);
    private static final Pattern OPERATION =
            Pattern.compile("\\.[\\w.]*\\s+(?:[-+*/%<>]|//|==|!=|<=|>=|and|or)\\s+[.$\"(\\d].*", Pattern.DOTALL);
    private static final Pattern HANDLEBARS = Pattern.compile("\\{\\{-?\\s*([.$][^{}]*?)\\s*-?}}", Pattern.DOTALL);
    private static final Pattern PIPE =
            Pattern.compile("\\.[\\w.]*\\s*\\|\\s*(?:([a-z_]\\w*)|[.$\"(\\[{]).*", Pattern.DOTALL);

    private Lookalikes() {}

    /** Whether a text can hardly be meant as it stands. A file such as {@code .env} or {@code .a.json} can. */
    static boolean isExpression(String text) {
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        if (first != '.' && first != '$') {
            return false;
        }
        Matcher variable = VARIABLE.matcher(text);
        Matcher pipe = PIPE.matcher(text);
        boolean like = variable.matches()
                ? RuntimeArgument.named(variable.group(1)) != null
                : pipe.matches()
                        ? pipe.group(1) == null
                                || !JqFunctions.named(pipe.group(1)).isEmpty()
                        : OPERATION.matcher(text).matches()
                                || ELEMENT.matcher(text).matches();
        return like && JqParser.parse(text).problems().isEmpty();
    }

    /** Whether a text is an expression as other tools have it: <code>{{ .name }}</code>, and nothing else. */
    static boolean isHandlebars(String text) {
        Matcher inside = HANDLEBARS.matcher(text);
        return inside.matches() && JqParser.parse(inside.group(1)).problems().isEmpty();
    }
}
