package io.flowork.host.command;

import io.flowork.api.BranchCommand;
import io.flowork.api.BranchInfo;
import io.flowork.api.BranchList;
import io.flowork.api.BranchRef;
import io.flowork.api.ProblemException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.recorded.RunFinder;
import io.flowork.host.render.BranchText;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.Stores;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork runs branches}: the branches of a run; lets one go on, or removes it. */
final class BranchesCommand implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "branches",
                        "Lists the branches of a run: its own, and those beside it.",
                        "flowork runs branches last",
                        "flowork runs branches last --delete 2")
                .addPositional(Specs.parameter(
                        0, false, "RUN", "An id or its beginning, 'last' (the default), or a .flowrec file."))
                .addOption(Specs.option("--continue", "N", "Let a branch go on that was held."))
                .addOption(Specs.option(
                        "--delete", "N", "Remove a branch beside the run; what other branches share with it stays."))
                .addOption(Specs.flag("--json", "Print one JSON object."))
                .addOption(Specs.store());
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        Long goOn = ForkCommand.number(arguments, "--continue");
        Long delete = ForkCommand.number(arguments, "--delete");
        if (goOn != null || delete != null) {
            Path folder = Stores.existing(surroundings, Specs.value(arguments, "--store"));
            String id = RunFinder.with(
                    surroundings,
                    Specs.parameter(arguments, 0),
                    folder.toString(),
                    run -> run.record().id());
            if (goOn != null) {
                BranchCommand branch = new BranchCommand(id, Math.clamp(goOn, 0, Integer.MAX_VALUE));
                BranchInfo info = BranchWork.change(
                        folder,
                        forks -> forks.goOn(branch.ref(), () -> false),
                        engine -> engine.continueBranch(branch));
                BranchText.lines(info, surroundings.outPaint()).forEach(surroundings.out()::println);
            }
            if (delete != null) {
                BranchCommand branch = new BranchCommand(id, Math.clamp(delete, 0, Integer.MAX_VALUE));
                BranchRef gone = BranchWork.change(
                        folder, forks -> forks.delete(branch.ref()), engine -> engine.deleteBranch(branch));
                surroundings.err().println("flowork: branch " + gone.branch() + " is gone");
            }
            return ExitCode.OK;
        }
        return RunFinder.with(surroundings, Specs.parameter(arguments, 0), Specs.value(arguments, "--store"), run -> {
            BranchList list;
            try {
                list = BranchWork.forks(run.store()).branches(run.record().id());
            } catch (ProblemException e) {
                throw BranchWork.failed(e);
            }
            if (Specs.has(arguments, "--json")) {
                surroundings
                        .out()
                        .println(JsonWriter.pretty(new JsonObject.Builder()
                                .put("runId", list.runId())
                                .put("branch", list.branch())
                                .put(
                                        "branches",
                                        JsonArray.of(list.branches().stream()
                                                .map(BranchText::json)
                                                .toList()))
                                .build()));
            } else {
                for (BranchInfo branch : list.branches()) {
                    BranchText.lines(branch, surroundings.outPaint()).forEach(surroundings.out()::println);
                }
            }
            return ExitCode.OK;
        });
    }
}
