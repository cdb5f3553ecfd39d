package io.flowork.dap.command;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.machine.EffectPolicy;
import io.flowork.core.machine.EffectPolicy.Action;
import io.flowork.core.machine.EffectPolicy.Does;
import io.flowork.core.machine.EffectPolicy.Rule;
import io.flowork.dap.session.RefusedException;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What becomes of the effects of a branch, as people write it: {@code reuse,deny}, {@code pay=live}. */
public final class Effects {
    private static final String MOCK = "mock:";
    private static final String FAIL = "fail:";
    private static final List<String> WORDS =
            Arrays.stream(Action.values()).map(Action::text).toList();

    private Effects() {}

    /**
     * The policy as requests have it.
     *
     * @param given the words: {@code reuse}, {@code live}, {@code deny} or several with commas between them, with
     *     {@code NAME=} before it for one task or function, for which there are also {@code mock:JSON} and {@code fail:TEXT}
     * @throws RefusedException if a word is none of these
     */
    public static JsonObject of(List<String> given) {
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
            return new Does.Mock(json(text.substring(MOCK.length())));
        }
        if (text.startsWith(FAIL)) {
            return new Does.Fail(WorkflowError.of(WorkflowError.Kind.RUNTIME, text.substring(FAIL.length())));
        }
        return new Does.Try(actions(text));
    }

    /**
     * A value as people write it: a word that is no JSON is a text.
     *
     * @throws RefusedException if it is neither
     */
    public static JsonValue json(String text) {
        try {
            return JsonReader.parse(text);
        } catch (JsonSyntaxException e) {
            if (text.matches("[\\p{L}_][\\p{L}\\p{N}_. -]*")) {
                return JsonString.of(text);
            }
            throw new RefusedException(text + " is no JSON: " + e.getMessage());
        }
    }

    private static List<Action> actions(String text) {
        List<Action> actions = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            if (!WORDS.contains(word)) {
                throw new RefusedException("'%s' is none of %s%s"
                        .formatted(word, String.join(", ", WORDS), Suggestions.didYouMean(word, WORDS)));
            }
            actions.add(Action.valueOf(word.toUpperCase(Locale.ROOT)));
        }
        return actions;
    }
}
