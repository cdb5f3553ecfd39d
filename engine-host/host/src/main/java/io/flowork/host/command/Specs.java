package io.flowork.host.command;

import io.flowork.host.exit.CommandException;
import io.flowork.host.recorded.RunName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The parts that the descriptions of commands are made of. */
final class Specs {
    private Specs() {}

    /**
     * A command with its help.
     *
     * @param summary one sentence
     * @param examples lines of shell, each with a comment before or after it
     */
    static CommandSpec command(String name, String summary, String... examples) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(escape(summary)).abbreviateSynopsis(name.isEmpty());
        if (examples.length > 0) {
            String[] footer = new String[examples.length + 1];
            footer[0] = "%nExamples:";
            for (int i = 0; i < examples.length; i++) {
                footer[i + 1] = "  " + escape(examples[i]);
            }
            spec.usageMessage().footer(footer);
        }
        spec.usageMessage()
                .optionListHeading("%nOptions:%n")
                .parameterListHeading("%n")
                .commandListHeading("%nCommands:%n");
        spec.usageMessage().sortOptions(false).width(96).autoWidth(false);
        return spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
    }

    private static String escape(String text) {
        return text.replace("%", "%%");
    }

    /** An option without a value. */
    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(escape(description))
                .build();
    }

    /** An option with a value. */
    static OptionSpec option(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(escape(description))
                .build();
    }

    /** An option that can be given several times, each time with one value or several between commas. */
    static OptionSpec.Builder list(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel(label)
                .description(escape(description));
    }

    /** A parameter at a place from 0. */
    static PositionalParamSpec parameter(int index, boolean required, String label, String description) {
        return PositionalParamSpec.builder()
                .index(Integer.toString(index))
                .arity(required ? "1" : "0..1")
                .required(required)
                .type(String.class)
                .paramLabel(label)
                .description(escape(description))
                .build();
    }

    /** A parameter that can be given several times, at least once. */
    static PositionalParamSpec parameters(String label, String description) {
        return PositionalParamSpec.builder()
                .index("0..*")
                .arity("1..*")
                .required(true)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(label)
                .description(escape(description))
                .build();
    }

    /** The option that names a store. */
    static OptionSpec store() {
        return option(
                "--store",
                "DIR",
                "The store's folder. Default: the nearest .flowork, from here upwards; or FLOWORK_STORE.");
    }

    /** The option that names a branch of a run. */
    static OptionSpec branch() {
        return option("--branch", "N", "A branch of it, by 'runs branches'. Default: the one the run is on.");
    }

    /** The run that the first parameter names, with the branch that {@link #branch()} says; null if neither is given. */
    static @Nullable String run(ParseResult arguments) {
        String run = parameter(arguments, 0);
        Long branch = ForkCommand.number(arguments, "--branch");
        if (branch == null) {
            return run;
        }
        if (RunName.of(run).branch() != null) {
            throw CommandException.usage("the branch is said twice: by ~N and by --branch");
        }
        return RunName.of(run == null ? "" : run, Math.clamp(branch, 0, 999_999_999));
    }

    /** The value of an option, or null when it was not given. */
    static @Nullable String value(ParseResult arguments, String option) {
        return arguments.matchedOptionValue(option, null);
    }

    /** The values of an option that can be given several times. */
    static List<String> values(ParseResult arguments, String option) {
        List<String> values = arguments.matchedOptionValue(option, List.of());
        return values;
    }

    /** The parameter at a place, or null when it was not given. */
    static @Nullable String parameter(ParseResult arguments, int index) {
        return arguments.matchedPositionalValue(index, null);
    }

    /** Whether a flag was given. */
    static boolean has(ParseResult arguments, String flag) {
        return arguments.hasMatchedOption(flag);
    }
}
