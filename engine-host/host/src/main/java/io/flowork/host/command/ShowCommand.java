package io.flowork.host.command;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import io.flowork.core.program.Program;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.grammar.text.SourceText;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.recorded.RecordedRun;
import io.flowork.host.recorded.RecordedRun.Folded;
import io.flowork.host.recorded.RunFinder;
import io.flowork.host.recorded.RunPast;
import io.flowork.host.recorded.VisitTree;
import io.flowork.host.render.ErrorText;
import io.flowork.host.render.FailedExpression;
import io.flowork.host.render.MomentText;
import io.flowork.host.render.RunJson;
import io.flowork.host.render.StepText;
import io.flowork.host.render.TaskPlaces;
import io.flowork.host.render.VisitText;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.terminal.Times;
import io.flowork.runtime.TaskLog;
import io.flowork.store.RunData;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork runs show}: folds the journal and shows what happened. */
final class ShowCommand implements Subcommand {
    private static final int FIRST = 10;
    private static final int LAST = 5;
    private static final int CHILDREN = 1_000;

    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "show",
                        "Shows what a run did: its tasks with their times, on request with their data.",
                        "flowork runs show                        # the newest run",
                        "flowork runs show 019abc --input --output",
                        "flowork runs show support.flowrec --steps",
                        "flowork runs show last --at 41           # as it was at that step")
                .addPositional(Specs.parameter(
                        0,
                        false,
                        "RUN",
                        "An id or its beginning, 'last' (the default), or a .flowrec file; with ~N a branch of it."))
                .addOption(Specs.flag("--input", "Show what went into each task."))
                .addOption(Specs.flag("--output", "Show what came out of each task."))
                .addOption(Specs.flag("--steps", "Show every step instead of the tree of tasks."))
                .addOption(Specs.flag("--all", "Show all visits of loops, not only the first and last ones."))
                .addOption(Specs.branch())
                .addOption(
                        Specs.option(
                                "--at",
                                "STEP",
                                "Show the run as it was at that step: where it stood, its data, and what it waited for. --steps has the numbers."))
                .addOption(Specs.store())
                .addOption(Specs.flag("--json", "Print one JSON object, with --steps including the steps."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        return RunFinder.with(
                surroundings,
                Specs.run(arguments),
                Specs.value(arguments, "--store"),
                run -> new Show(arguments, surroundings, run).show());
    }

    /** One run being shown. */
    private record Show(ParseResult arguments, Surroundings surroundings, RecordedRun run) {

        ExitCode show() {
            Long t = ForkCommand.number(arguments, "--at");
            if (t != null) {
                return at(t);
            }
            if (Specs.has(arguments, "--json")) {
                return json();
            }
            Paint paint = surroundings.outPaint();
            Program program = run.program();
            Folded folded;
            FailedExpression failed = new FailedExpression();
            if (Specs.has(arguments, "--steps")) {
                Consumer<String> print = surroundings.out()::println;
                heading(paint, print);
                folded = run.replay(program, step -> {
                    failed.step(step);
                    print.accept(line(step, paint));
                });
            } else {
                boolean all = Specs.has(arguments, "--all");
                VisitTree tree = new VisitTree(all ? Integer.MAX_VALUE : FIRST, all ? 0 : LAST);
                folded = run.replay(program, step -> {
                    failed.step(step);
                    tree.step(step);
                });
                heading(paint, surroundings.out()::println);
                VisitText.lines(
                                tree.root(),
                                program,
                                paint,
                                Specs.has(arguments, "--input"),
                                Specs.has(arguments, "--output"),
                                folded.state().startedAt(),
                                childRuns()::get)
                        .forEach(surroundings.out()::println);
            }
            ending(folded, failed, paint);
            return folded.identical() ? ExitCode.OK : ExitCode.FAILED;
        }

        private ExitCode at(long t) {
            RunPast past = new RunPast(run, surroundings);
            MomentText text = new MomentText(past.at(t), past.end().t(), new TaskPlaces(past.program(), past.source()));
            if (Specs.has(arguments, "--json")) {
                JsonObject.Builder json = RunJson.of(run.record());
                text.json().forEach(member -> json.put(member.key(), member.value()));
                surroundings.out().println(JsonWriter.pretty(json.build()));
            } else {
                Paint paint = surroundings.outPaint();
                heading(paint, surroundings.out()::println);
                text.lines(paint).forEach(surroundings.out()::println);
            }
            return ExitCode.OK;
        }

        /** The short ids of the runs that this one started, by the keys of the effects that did. */
        private Map<String, String> childRuns() {
            Map<String, String> ids = new HashMap<>();
            for (RunRecord child :
                    run.store().runs(RunQuery.childrenOf(run.record().id(), CHILDREN))) {
                if (child.parent() != null) {
                    ids.put(child.parent().key(), RunFinder.shortId(run.store(), child.id()));
                }
            }
            return ids;
        }

        private void heading(Paint paint, Consumer<String> print) {
            RunRecord record = run.record();
            Long started = record.started();
            Long ended = record.ended();
            String took = started == null || ended == null ? "" : " in " + Times.duration(ended - started);
            print.accept(paint.bold(Columns.line(record.namespace() + "/" + record.name() + " " + record.version()))
                    + "  " + ListCommand.status(run.status(), paint) + (run.isBeside() ? "" : took));
            print.accept(
                    paint.dim((run.isBeside() ? "branch " + run.branch() + " of run " : "run ") + record.id() + " · "
                            + Times.local(started == null ? record.created() : started)
                            + (record.parent() == null
                                    ? ""
                                    : " · started by run " + record.parent().run())));
            if (Specs.has(arguments, "--input")) {
                print.accept(paint.dim("input"));
                JsonWriter.pretty(run.store().data(record.id()).input())
                        .lines()
                        .forEach(line -> print.accept("  " + Columns.line(line)));
            }
            print.accept("");
        }

        private void ending(Folded folded, FailedExpression failed, Paint paint) {
            State state = folded.state();
            JsonValue output = run.isBeside()
                    ? state.output()
                    : run.store().data(run.record().id()).output();
            if (Specs.has(arguments, "--output") && output != null) {
                surroundings.out().println(paint.dim("output"));
                JsonWriter.pretty(output)
                        .lines()
                        .forEach(line -> surroundings.out().println("  " + Columns.line(line)));
            }
            WorkflowError error = state.error();
            if (error != null) {
                SourceText source = run.source(state.program());
                surroundings.out().println();
                surroundings.out().print(ErrorText.of(error, state.program(), source, failed.of(error, source), paint));
            }
            surroundings
                    .out()
                    .println("\n"
                            + paint.dim(
                                    Times.count(folded.inputs()) + " inputs, " + Times.count(state.t()) + " steps"));
            Paint colours = surroundings.errPaint();
            if (folded.difference() != null) {
                surroundings
                        .err()
                        .println(colours.boldRed("flowork: ") + "from input "
                                + folded.difference().seq() + " on the run cannot be shown: "
                                + folded.difference().reason());
            } else if (folded.damage() != null) {
                surroundings
                        .err()
                        .println(colours.boldRed("flowork: ") + folded.damage()
                                + " What is shown is the last good state, after " + Times.count(folded.inputs())
                                + " inputs.");
            } else if (!state.status().ended()) {
                surroundings
                        .err()
                        .println(
                                colours.boldYellow("flowork: ")
                                        + "the run stopped unfinished: its process ended, or is still at work. This is what was recorded.");
            }
        }

        private String line(Step step, Paint paint) {
            Step.At at = step.at();
            String start = Columns.pad(Long.toString(at.t()), 6);
            return paint.dim(start) + " " + Columns.pad(StepText.painted(step, paint), 10) + " "
                    + Columns.line(at.reference()) + paint.dim("  " + StepText.about(step));
        }

        private ExitCode json() {
            TaskLog log = new TaskLog();
            JsonArray.Builder steps = new JsonArray.Builder();
            boolean all = Specs.has(arguments, "--steps");
            Steps both = step -> {
                log.step(step);
                if (all) {
                    steps.add(StepText.json(step));
                }
            };
            Folded folded = run.replay(run.program(), both);
            RunData data = run.store().data(run.record().id());
            JsonObject.Builder json = RunJson.of(run.record()).put("input", data.input());
            if (run.isBeside()) {
                State state = folded.state();
                json.put("branch", run.branch())
                        .put("status", state.status().text())
                        .put("output", RunJson.orNull(state.output()))
                        .put("error", ErrorText.json(state.error()));
            } else {
                json.put("output", RunJson.orNull(data.output())).put("error", RunJson.orNull(data.error()));
            }
            json.put("tasks", RunJson.tasks(log.visits()));
            if (all) {
                json.put("steps", steps.build());
            }
            surroundings.out().println(JsonWriter.pretty(json.build()));
            return folded.identical() ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
