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
                .addPositional(
                        Specs.parameter(0, true, "RUN", "An id or its beginning, 'last', or a .flowrec file."))
                .addPositional(
                        Specs.parameter(
                                1,
                                true,
                                "PATH",
                                "What it is about: '.' (the input of the task that had begun), $task.input (the same as it came), $output (of the task that completed last) or $context, and what is in it, as in .items[0].price or $context[\"a b\"]."))
                .addOption(
                        Specs.option(
                                "--at",
                                "STEP",
                                "The step at which it is asked. Default: the end, where '.' is the run's output, or, of a run without one, the input of its last task."))
                .addOption(Specs.flag("--json", "Print one JSON object."))
                .addOption(Specs.store());
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        String path = String.valueOf(Specs.parameter(arguments, 1));
        Edit asked = asked(path);
        Long at = ForkCommand.number(arguments, "--at");
        return RunFinder.with(
                surroundings, Specs.parameter(arguments, 0), Specs.value(arguments, "--store"), run -> {
                    RunPast past = new RunPast(run, surroundings);
                    Provenance.Question question = question(past, asked, at);
                    Provenance.Story story = past.why(question);
                    CauseText text = new CauseText(new TaskPlaces(past.program(), past.source()));
                    if (Specs.has(arguments, "--json")) {
                        surroundings
                                .out()
                                .println(JsonWriter.pretty(new JsonObject.Builder()
                                        .put("runId", run.record().id())
                                        .put("path", path)
                                        .put("before", question.before())
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

    /** What a path means; read as those of edits, as people write both in the same way. */
    private static Edit asked(String path) {
        if (!path.startsWith(".") && !path.startsWith("$")) {
            throw CommandException.usage("'" + path
                    + "' is no path: it begins with '.', $task.input, $output or $context, as in .total or $context.total");
        }
        boolean bare = path.equals(".") || path.startsWith(".["); // $input and $input[0]
        String named = path.startsWith("$") ? path : "$input" + (bare ? path.substring(1) : path);
        try {
            Edit asked = Edit.at(named, -1, JsonNull.NULL);
            return switch (asked.of()) {
                case CONTEXT, INPUT, RAW_INPUT, OUTPUT -> asked;
                case RUN_INPUT ->
                    throw CommandException.usage("$workflow.input is what the run was started with; it comes from nowhere else");
                case VARIABLE ->
                    throw CommandException.usage("$" + asked.variable()
                            + " cannot be asked about; ask about '.', $task.input, $output or $context at a task that uses it");
            };
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private static Provenance.Question question(RunPast past, Edit asked, @Nullable Long at) {
        State end = past.end();
        if (end.t() == 0) {
            throw new CommandException(ExitCode.FAILED, "the run has not begun: there are no values yet");
        }
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
