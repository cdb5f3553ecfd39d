package io.flowork.host.command;

import io.flowork.api.BranchInfo;
import io.flowork.api.ForkRequest;
import io.flowork.api.RunStatus;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.recorded.RunFinder;
import io.flowork.host.recorded.RunName;
import io.flowork.host.render.BranchText;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.FileText;
import io.flowork.host.workspace.InputArgument;
import io.flowork.host.workspace.Stores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork runs fork}: tries what would have happened, on a branch beside a run. */
final class ForkCommand implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "fork",
                        "Tries what would have happened: a branch beside a run, from any of its steps, with other values, results or another program. The run stays as it is, and effects get what was recorded.",
                        "flowork runs fork last --at 12 --set '$context.user.name=\"Ada\"'",
                        "flowork runs fork last --result pay='{\"paid\": false}'",
                        "flowork runs fork last --at 12 --program fixed.flow.yaml --effects reuse,deny")
                .addPositional(
                        Specs.parameter(0, true, "RUN", "An id or its beginning, or 'last'; with ~N a branch of it."))
                .addOption(
                        Specs.option(
                                "--at",
                                "STEP",
                                "The step before which the branch begins. Default: the first; with --result, the last at which the effect has no result."))
                .addOption(Specs.option("--branch", "N", "The branch to fork. Default: the one the run is on."))
                .addOption(Specs.list(
                                "--set",
                                "PATH=JSON",
                                "Change a value there: $context, $input, $output, $task.input or a variable, and what is in it, as in $context.user.name or $item[0]. Again for more.")
                        .build())
                .addOption(Specs.list(
                                "--result",
                                "EFFECT=JSON",
                                "What an effect gets that has no result there, by its task or function. Again for more.")
                        .build())
                .addOption(Specs.option("--input", "JSON|@FILE|-", "The run's input, from the first step."))
                .addOption(Specs.option("--program", "FILE", "The edited workflow to go on with."))
                .addOption(EffectOptions.spec())
                .addOption(Specs.flag("--hold", "Make the branch only, and do not let it go on."))
                .addOption(Specs.option("--by", "NAME", "Who makes it; it is kept in the journal."))
                .addOption(Specs.option("--reason", "TEXT", "Why; it is kept in the journal."))
                .addOption(Specs.flag("--json", "Print one JSON object."))
                .addOption(Specs.store());
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        Path folder = Stores.existing(surroundings, Specs.value(arguments, "--store"));
        String id = RunFinder.with(
                surroundings,
                Specs.parameter(arguments, 0),
                folder.toString(),
                run -> run.record().id());
        ForkRequest request = request(arguments, surroundings, id);
        BranchInfo made =
                BranchWork.change(folder, forks -> forks.fork(request, () -> false), engine -> engine.fork(request));
        if (Specs.has(arguments, "--json")) {
            surroundings.out().println(JsonWriter.pretty(BranchText.json(made)));
        } else {
            BranchText.lines(made, surroundings.outPaint()).forEach(surroundings.out()::println);
            surroundings
                    .err()
                    .println("flowork: 'flowork runs diff %1$s %1$s~%2$d' shows what differs"
                            .formatted(id.substring(0, Math.min(8, id.length())), made.branch()));
        }
        return made.status() == RunStatus.FAULTED || made.status() == RunStatus.CANCELLED
                ? ExitCode.FAILED
                : ExitCode.OK;
    }

    private static ForkRequest request(ParseResult arguments, Surroundings surroundings, String id) {
        String program = Specs.value(arguments, "--program");
        String input = Specs.value(arguments, "--input");
        List<ForkRequest.Change> changes = new ArrayList<>();
        for (String text : Specs.values(arguments, "--set")) {
            int equals = equals(text, "--set");
            changes.add(new ForkRequest.Change(
                    text.substring(0, equals), EffectOptions.json(text.substring(equals + 1), "--set"), null));
        }
        List<ForkRequest.Result> results = new ArrayList<>();
        for (String text : Specs.values(arguments, "--result")) {
            int equals = equals(text, "--result");
            results.add(new ForkRequest.Result(
                    text.substring(0, equals), EffectOptions.json(text.substring(equals + 1), "--result"), null));
        }
        Integer branch = RunName.of(Specs.run(arguments)).branch();
        JsonObject effects = EffectOptions.read(arguments);
        return new ForkRequest(
                id,
                branch,
                number(arguments, "--at"),
                changes,
                results,
                input == null ? null : InputArgument.read(input, surroundings),
                program == null ? null : FileText.read(surroundings.path(program), program),
                effects,
                null,
                Specs.has(arguments, "--hold"),
                Specs.value(arguments, "--by"),
                Specs.value(arguments, "--reason"));
    }

    private static int equals(String text, String option) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw CommandException.usage(option + ": '" + text + "' is not of the form NAME=JSON");
        }
        return equals;
    }

    /** A number that an option gives, from 0; null if it was not given. */
    static @Nullable Long number(ParseResult arguments, String option) {
        String text = Specs.value(arguments, option);
        if (text == null) {
            return null;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw CommandException.usage(option + ": '" + text + "' is no number from 0");
        }
        return Long.parseLong(text);
    }
}
