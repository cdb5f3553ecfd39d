package io.flowork.host.command;

import io.flowork.core.history.Find;
import io.flowork.core.history.Stop;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.ParsedFilter;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.recorded.RecordedRun;
import io.flowork.host.recorded.RunFinder;
import io.flowork.host.recorded.RunPast;
import io.flowork.host.render.Table;
import io.flowork.host.render.TaskPlaces;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.terminal.Times;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork runs find}: the tasks of a run before which a condition holds. */
final class FindCommand implements Subcommand {
    private static final int USUAL = 20;
    private static final int MOST = 1_000_000;

    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "find",
                        "Finds when an expression held: the tasks of a run that began with it. Ends with 1 if there are none.",
                        "flowork runs find last '$context.total > 100'",
                        "flowork runs find last '.status == null' --last",
                        "flowork runs find support.flowrec '$item.price > 100' --all --json")
                .addPositional(Specs.parameter(
                        0, true, "RUN", "An id or its beginning, 'last', or a .flowrec file; with ~N a branch of it."))
                .addPositional(
                        Specs.parameter(
                                1,
                                true,
                                "EXPR",
                                "The condition in jq, as the tasks' own expressions are: '.' is the task's input; there are $context, loop variables, and so on."))
                .addOption(Specs.flag("--first", "Only the first one."))
                .addOption(Specs.flag("--last", "Only the last one, found from the end; with --count the last ones."))
                .addOption(Specs.flag("--all", "All of them."))
                .addOption(Specs.option("--count", "N", "The most to find. Default: 20."))
                .addOption(Specs.flag("--json", "Print one JSON object."))
                .addOption(Specs.branch())
                .addOption(Specs.store());
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        boolean last = Specs.has(arguments, "--last");
        int most = most(arguments, last);
        String condition = String.valueOf(Specs.parameter(arguments, 1));
        Filter filter = parsed(condition);
        return RunFinder.with(surroundings, Specs.run(arguments), Specs.value(arguments, "--store"), run -> {
            RunPast past = new RunPast(run, surroundings);
            RunPast.Search search = past.search(filter);
            Result result = last ? backwards(search, past.end().t(), most) : Result.NOTHING.with(search.all(most));
            if (Specs.has(arguments, "--json")) {
                surroundings.out().println(JsonWriter.pretty(json(run, condition, result, most)));
            } else {
                show(past, condition, result, most, surroundings);
            }
            return result.stops.isEmpty() ? ExitCode.FAILED : ExitCode.OK;
        });
    }

    private static int most(ParseResult arguments, boolean last) {
        boolean first = Specs.has(arguments, "--first");
        boolean all = Specs.has(arguments, "--all");
        Long count = ForkCommand.number(arguments, "--count");
        if ((first ? 1 : 0) + (last ? 1 : 0) + (all ? 1 : 0) > 1) {
            throw CommandException.usage("--first, --last and --all exclude each other");
        }
        if (count != null && (first || all)) {
            throw CommandException.usage("--count says how many to find, and so do --first and --all");
        }
        if (count != null && count == 0) {
            throw CommandException.usage("--count: 0 is too few to find anything");
        }
        if (count != null) {
            return (int) Math.min(count, MOST);
        }
        return all ? MOST : first || last ? 1 : USUAL;
    }

    /** What an expression is. */
    static Filter parsed(String condition) {
        ParsedFilter parsed = JqParser.parse(condition);
        if (!parsed.problems().isEmpty()) {
            var problem = parsed.problems().getFirst();
            throw CommandException.usage("'%s' is no expression: %s (column %d)"
                    .formatted(condition, problem.message(), problem.range().start() + 1));
        }
        return parsed.filter();
    }

    /** What several searches found together. */
    private record Result(
            List<Stop> stops,
            long looked,
            long failed,
            @Nullable String error,
            long unknown,
            @Nullable String problem) {
        private static final Result NOTHING = new Result(List.of(), 0, 0, null, 0, null);

        /** With what was found before all that. */
        Result with(Find.Found found) {
            List<Stop> all = new ArrayList<>(found.stops());
            all.addAll(stops);
            return new Result(
                    all,
                    looked + found.looked(),
                    failed + found.failed(),
                    found.error() == null ? error : found.error(),
                    unknown + found.unknown(),
                    found.problem() == null ? problem : found.problem());
        }
    }

    private static Result backwards(RunPast.Search search, long end, int most) {
        Result result = Result.NOTHING;
        long before = end;
        while (result.stops.size() < most) {
            Find.Found found = search.last(before);
            result = result.with(found);
            if (found.stops().isEmpty()) {
                break;
            }
            before = found.stops().getFirst().t();
        }
        return result;
    }

    // --- telling ---

    private static void show(RunPast past, String condition, Result result, int most, Surroundings surroundings) {
        Paint paint = surroundings.outPaint();
        TaskPlaces places = new TaskPlaces(past.program(), past.source());
        Table table = new Table();
        for (Stop stop : result.stops) {
            table.row(
                    "step " + stop.t(),
                    paint.bold(Columns.line(stop.reference())),
                    paint.dim(places.text(stop.reference())));
        }
        table.lines().forEach(surroundings.out()::println);
        if (result.stops.isEmpty()) {
            say(
                    surroundings,
                    "'" + condition + "' holds before none of the " + Times.count(result.looked) + " tasks that ran");
        } else if (result.stops.size() == most && most > 1) {
            say(surroundings, "there may be more: --count N or --all finds them");
        }
        if (result.failed > 0) {
            say(
                    surroundings,
                    "it fails before " + Times.count(result.failed) + " of " + Times.count(result.looked) + " tasks, "
                            + result.error);
        }
        if (result.unknown > 0) {
            say(
                    surroundings,
                    "before " + Times.count(result.unknown) + " tasks it uses what is not there, " + result.problem);
        }
    }

    private static void say(Surroundings surroundings, String message) {
        surroundings.err().println("flowork: " + Columns.line(message));
    }

    private static JsonObject json(RecordedRun run, String condition, Result result, int most) {
        return new JsonObject.Builder()
                .put("runId", run.record().id())
                .put("expression", condition)
                .put(
                        "stops",
                        JsonArray.of(result.stops.stream()
                                .<JsonValue>map(FindCommand::json)
                                .toList()))
                .put("more", JsonBoolean.of(result.stops.size() == most))
                .put("looked", result.looked)
                .put("failed", result.failed)
                .put("error", text(result.error))
                .put("unknown", result.unknown)
                .put("problem", text(result.problem))
                .build();
    }

    private static JsonObject json(Stop stop) {
        return new JsonObject.Builder()
                .put("t", stop.t())
                .put("reference", stop.reference())
                .put("strand", stop.strand())
                .put("visit", stop.visit())
                .build();
    }

    private static JsonValue text(@Nullable String text) {
        return text == null ? JsonNull.NULL : JsonString.of(text);
    }
}
