package io.flowork.host.command;

import io.flowork.dap.command.Effects;
import io.flowork.dap.session.RefusedException;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What becomes of the effects of a branch, as options say it. */
final class EffectOptions {
    private static final String OPTION = "--effects";

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
        return given.isEmpty() ? null : usage(OPTION, () -> Effects.of(given));
    }

    /** A value that an option gives; a word that is no JSON is a text. */
    static JsonValue json(String text, String option) {
        return usage(option, () -> Effects.json(text));
    }

    private static <T> T usage(String option, Supplier<T> read) {
        try {
            return read.get();
        } catch (RefusedException e) {
            throw new CommandException(ExitCode.USAGE, option + ": " + e.getMessage(), e);
        }
    }
}
