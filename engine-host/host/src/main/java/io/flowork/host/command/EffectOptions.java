package io.flowork.host.command;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.machine.EffectPolicy;
import io.flowork.core.machine.EffectPolicy.Action;
import io.flowork.core.machine.EffectPolicy.Does;
import io.flowork.core.machine.EffectPolicy.Rule;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Suggestions;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What becomes of the effects of a branch, as options say it. */
final class EffectOptions {
    private static final String OPTION = "--effects";
    private static final String MOCK = "mock:";
    private static final String FAIL = "fail:";
    private static final List<String> WORDS =
            Arrays.stream(Action.values()).map(Action::text).toList();

    private EffectOptions() {}

    static OptionSpec spec() {
        return Specs.list(
                        OPTION,
                        "[NAME=]HOW",
                        "What becomes of effects: reuse (recorded results; the default), live, deny, or some of these to try in turn, as in reuse,deny. With the NAME of a task or function, of these only; then also mock:JSON or fail:TEXT. Again for more.")
                .build();
    }

    /** The policy as the API has it; null if none was given. */
    static @Nullable JsonObject read(ParseResult arguments) {
        List<String> given = Specs.values(arguments, OPTION);
        if (given.isEmpty()) {
            return null;
        }
        List<Action> standard = EffectPolicy.REUSE.standard();
        List<Rule> rules = new ArrayList<>();
        for (String text : given) {
            int equals = text.indexOf('=');
            int colon = text.indexOf(':');
            if (equals > 0 && (colon < 0 || equals < colon)) {
                rules.add(new Rule(text.substring(0, equals), does(text.substring(equals + 1))));
            } else {
                standard = actions(text);
            }
        }
        return new EffectPolicy(standard, rules).toJson();
    }

    private static Does does(String text) {
        if (text.startsWith(MOCK)) {
            return new Does.Mock(json(text.substring(MOCK.length()), OPTION));
        }
        if (text.startsWith(FAIL)) {
            return new Does.Fail(WorkflowError.of(WorkflowError.Kind.RUNTIME, text.substring(FAIL.length())));
        }
        return new Does.Try(actions(text));
    }

    private static List<Action> actions(String text) {
        List<Action> actions = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            if (!WORDS.contains(word)) {
                throw CommandException.usage("%s: '%s' is none of %s%s"
                        .formatted(OPTION, word, String.join(", ", WORDS), Suggestions.didYouMean(word, WORDS)));
            }
            actions.add(Action.valueOf(word.toUpperCase(Locale.ROOT)));
        }
        return actions;
    }

    /** A value that an option gives; a word that is no JSON is a text. */
    static JsonValue json(String text, String option) {
        try {
            return JsonReader.parse(text);
        } catch (JsonSyntaxException e) {
            if (text.matches("[\\p{L}_][\\p{L}\\p{N}_. -]*")) {
                return JsonString.of(text);
            }
            throw new CommandException(ExitCode.USAGE, option + ": " + text + " is no JSON: " + e.getMessage(), e);
        }
    }
}
