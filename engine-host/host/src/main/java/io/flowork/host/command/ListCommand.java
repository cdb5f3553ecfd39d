package io.flowork.host.command;

import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.recorded.RunFinder;
import io.flowork.host.render.RunJson;
import io.flowork.host.render.Table;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.terminal.Times;
import io.flowork.host.workspace.Stores;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork runs list}. */
final class ListCommand implements Subcommand {
    private static final int USUAL = 50;

    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "list",
                        "Lists recorded runs, the newest first.",
                        "flowork runs list --status faulted",
                        "flowork runs list --workflow orders/checkout --limit 5")
                .addOption(Specs.list("--status", "STATUS", "Only runs of this status: completed, faulted, …")
                        .splitRegex(",")
                        .splitRegexSynopsisLabel(",")
                        .build())
                .addOption(Specs.option("--workflow", "[NAMESPACE/]NAME", "Only runs of this workflow."))
                .addOption(Specs.option("--limit", "N", "At most so many. Default: " + USUAL + "."))
                .addOption(Specs.store())
                .addOption(Specs.flag("--json", "Print one JSON object: {\"runs\": [...]}."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        int limit = limit(Specs.value(arguments, "--limit"));
        RunQuery query = RunQuery.newest(limit).withStatuses(statuses(Specs.values(arguments, "--status")));
        String workflow = Specs.value(arguments, "--workflow");
        if (workflow != null) {
            int slash = workflow.indexOf('/');
            query = query.withName(slash < 0 ? null : workflow.substring(0, slash), workflow.substring(slash + 1));
        }
        try (Store store = Stores.open(Stores.existing(surroundings, Specs.value(arguments, "--store")))) {
            List<RunRecord> runs = store.runs(query);
            if (Specs.has(arguments, "--json")) {
                JsonArray.Builder all = new JsonArray.Builder();
                runs.forEach(run -> all.add(RunJson.of(run).build()));
                surroundings.out().println(JsonWriter.pretty(JsonObject.of("runs", all.build())));
                return ExitCode.OK;
            }
            if (runs.isEmpty()) {
                surroundings.err().println("flowork: no runs");
                return ExitCode.OK;
            }
            print(runs, store, surroundings);
            if (runs.size() == limit) {
                surroundings.err().println("flowork: the newest " + limit + "; --limit N shows more");
            }
        }
        return ExitCode.OK;
    }

    private static void print(List<RunRecord> runs, Store store, Surroundings surroundings) {
        Paint paint = surroundings.outPaint();
        Table table = new Table()
                .row(
                        paint.dim("RUN"),
                        paint.dim("WORKFLOW"),
                        paint.dim("STATUS"),
                        paint.dim("STARTED"),
                        paint.dim("DURATION"));
        for (RunRecord run : runs) {
            Long started = run.started();
            Long ended = run.ended();
            table.row(
                    RunFinder.shortId(store, run.id()),
                    (run.parent() == null ? "" : paint.dim("↳ "))
                            + Columns.line(run.namespace() + "/" + run.name() + " " + run.version()),
                    status(run.status(), paint),
                    Times.local(started == null ? run.created() : started),
                    started == null || ended == null ? "" : Times.duration(ended - started));
        }
        boolean terminal = surroundings.screen().outIsTerminal();
        int columns = surroundings.screen().size().now().columns();
        table.lines().forEach(line -> surroundings.out().println(terminal ? Columns.cut(line, columns) : line));
    }

    /** A status in its colour. */
    static String status(Status status, Paint paint) {
        return switch (status) {
            case COMPLETED -> paint.green(status.text());
            case FAULTED -> paint.red(status.text());
            case CANCELLED, SUSPENDED -> paint.yellow(status.text());
            case PENDING, RUNNING, WAITING -> paint.cyan(status.text());
        };
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return USUAL;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw CommandException.usage("--limit: '" + text + "' is no number");
        }
        throw CommandException.usage("--limit must be at least 1");
    }

    private static Set<Status> statuses(List<String> names) {
        Set<Status> statuses = EnumSet.noneOf(Status.class);
        Map<String, Status> known = new LinkedHashMap<>();
        for (Status status : Status.values()) {
            known.put(status.text(), status);
        }
        for (String name : names) {
            Status status = known.get(name);
            if (status == null) {
                String nearest = Nearest.of(name, known.keySet());
                throw CommandException.usage("--status: there is no status '%s'%s; there are %s"
                        .formatted(
                                name,
                                nearest == null ? "" : " (did you mean '" + nearest + "'?)",
                                String.join(", ", known.keySet())));
            }
            statuses.add(status);
        }
        return statuses;
    }
}
