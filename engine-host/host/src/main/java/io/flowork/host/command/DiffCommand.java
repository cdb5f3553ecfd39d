package io.flowork.host.command;

import io.flowork.api.ProblemException;
import io.flowork.core.history.diff.RunDiff;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.recorded.RecordedRun;
import io.flowork.host.recorded.RunFinder;
import io.flowork.host.render.DiffText;
import io.flowork.host.terminal.Surroundings;
import io.flowork.runtime.fork.Comparisons;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork runs diff}: what differs between two runs, or two branches of one. */
final class DiffCommand implements Subcommand {
    private static final int USUAL = 20;

    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "diff",
                        "Shows what differs between two runs, task by task and turn by turn: first where they began to differ.",
                        "flowork runs diff 01a20493 01b7",
                        "flowork runs diff last last~1",
                        "flowork runs diff before.flowrec after.flowrec")
                .addPositional(Specs.parameter(
                        0,
                        true,
                        "FIRST",
                        "An id or its beginning, 'last', or a .flowrec file; with ~N a branch of it, as in last~1."))
                .addPositional(Specs.parameter(1, true, "SECOND", "The same."))
                .addOption(Specs.option("--limit", "N", "The most differences to show. Default: 20."))
                .addOption(Specs.flag("--json", "Print one JSON object."))
                .addOption(Specs.store());
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        Long limit = ForkCommand.number(arguments, "--limit");
        int most = limit == null ? USUAL : Math.clamp(limit, 0, 10_000);
        String store = Specs.value(arguments, "--store");
        RunDiff diff = RunFinder.with(
                surroundings,
                Specs.parameter(arguments, 0),
                store,
                one -> RunFinder.with(
                        surroundings, Specs.parameter(arguments, 1), store, other -> compared(one, other, most)));
        if (Specs.has(arguments, "--json")) {
            surroundings.out().println(JsonWriter.pretty(diff.toJson()));
        } else {
            DiffText.lines(diff, surroundings.outPaint()).forEach(surroundings.out()::println);
        }
        return diff.isSame() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static RunDiff compared(RecordedRun one, RecordedRun other, int most) {
        try {
            return RunDiff.of(side(one), side(other), most);
        } catch (ProblemException e) {
            throw BranchWork.failed(e);
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    ExitCode.FAILED, "a run does not come out as it was recorded: " + e.getMessage(), e);
        }
    }

    private static RunDiff.Side side(RecordedRun run) {
        return new Comparisons(BranchWork.forks(run.store())).side(run.record(), run.branch());
    }
}
