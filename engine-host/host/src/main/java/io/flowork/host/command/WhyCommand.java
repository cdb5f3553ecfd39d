package io.flowork.host.command;

import io.flowork.core.history.Provenance;
import io.flowork.core.history.Provenance.What;
import io.flowork.core.history.Stop;
import io.flowork.core.machine.Edit;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workflow.Expression;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.recorded.RunFinder;
import io.flowork.host.recorded.RunPast;
import io.flowork.host.render.CauseText;
import io.flowork.host.render.TaskPlaces;
import io.flowork.host.terminal.Surroundings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork runs why}: where a value of a run comes from. */
final class WhyCommand implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "why",
                        "Tells where a value comes from: through expressions, from task to task, to the run's input, answers and what is written in the workflow.",
                        "flowork runs why last .total                 # a part of the run's output",
                        "flowork runs why last '$context.total' --at 41",
                        "flowork runs why support.flowrec '.items[0].price' --at 41 --json")
                .addPositional(Specs.parameter(
                        0, true, "RUN", "An id or its beginning, 'last', or a .flowrec file; with ~N a branch of it."))
                .addPositional(
                        Specs.parameter(
                                1,
                                true,
                                "EXPR",
                                "What it is about, in jq: '.' (the input of the task that had begun), $task.input (the same as it came), $context, variables of loops, and what is in them, as in .items[0].price; or $output, of the task that completed last."))
                .addOption(
                        Specs.option(
                                "--at",
                                "STEP",
                                "The step at which it is asked. Default: the end, where '.' is the run's output, or, of a run without one, the input of its last task."))
                .addOption(Specs.flag("--json", "Print one JSON object."))
                .addOption(Specs.branch())
                .addOption(Specs.store());
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        String asked = String.valueOf(Specs.parameter(arguments, 1));
        Edit path = path(asked);
        Expression expression = new Expression(asked, new Range(0, asked.length()), FindCommand.parsed(asked));
        Long at = ForkCommand.number(arguments, "--at");
        return RunFinder.with(surroundings, Specs.run(arguments), Specs.value(arguments, "--store"), run -> {
            RunPast past = new RunPast(run, surroundings);
            Provenance.Story story = story(past, path, expression, at);
            CauseText text = new CauseText(new TaskPlaces(past.program(), past.source()), expression);
            if (Specs.has(arguments, "--json")) {
                surroundings
                        .out()
                        .println(JsonWriter.pretty(new JsonObject.Builder()
                                .put("runId", run.record().id())
                                .put("expression", asked)
                                .put("whole", JsonBoolean.of(story.isWhole()))
                                .put("cause", text.json(story.value()))
                                .build()));
            } else {
                text.lines(story.value(), surroundings.outPaint()).forEach(surroundings.out()::println);
                if (!story.isWhole()) {
                    surroundings
                            .err()
                            .println("flowork: the story has more than " + Provenance.MOST
                                    + " values and breaks off; ask about one of them with --at");
                }
            }
            return ExitCode.OK;
        });
    }

    /** The path that an expression is, read as those of edits, as people write both in the same way; null if it is another one. */
    private static @Nullable Edit path(String asked) {
        boolean bare = asked.equals(".") || asked.startsWith(".["); // $input and $input[0]
        String named = asked.startsWith("$") ? asked : "$input" + (bare ? asked.substring(1) : asked);
        if (!asked.startsWith(".") && !asked.startsWith("$")) {
            return null;
        }
        try {
            Edit path = Edit.at(named, -1, JsonNull.NULL);
            return switch (path.of()) {
                case CONTEXT, INPUT, RAW_INPUT, OUTPUT -> path;
                case RUN_INPUT, VARIABLE -> null;
            };
        } catch (IllegalArgumentException other) {
            return null;
        }
    }

    private static Provenance.Story story(RunPast past, @Nullable Edit path, Expression expression, @Nullable Long at) {
        if (past.end().t() == 0) {
            throw new CommandException(ExitCode.FAILED, "the run has not begun: there are no values yet");
        }
        if (path != null) {
            return past.why(question(past, path, at));
        }
        return past.why(expression, past.stop(at == null ? past.end().t() - 1 : past.step(at)));
    }

    private static Provenance.Question question(RunPast past, Edit asked, @Nullable Long at) {
        State end = past.end();
        long t = at == null ? end.t() - 1 : past.step(at);
        boolean whole = at == null && end.output() != null;
        List<JsonValue> path = new ArrayList<>();
        asked.path().forEach(path::add);
        return switch (asked.of()) {
            case CONTEXT -> new Provenance.Question(What.CONTEXT, 0, t + 1, path);
            case INPUT, RAW_INPUT -> {
                boolean raw = asked.of() == Edit.Of.RAW_INPUT;
                if (whole && !raw) {
                    yield new Provenance.Question(What.OUTPUT, 0, t + 1, path);
                }
                Stop stop = past.stop(t);
                yield new Provenance.Question(raw ? What.RAW_INPUT : What.INPUT, stop.visit(), stop.t() + 1, path);
            }
            case OUTPUT -> {
                Step.Completed last = past.at(t).last();
                if (last == null) {
                    throw new CommandException(ExitCode.FAILED, "no task had completed at step " + t);
                }
                yield new Provenance.Question(What.OUTPUT, last.at().visit(), t + 1, path);
            }
            case RUN_INPUT, VARIABLE -> throw new IllegalStateException("refused before: " + asked.of());
        };
    }
}
