package io.flowork.host.command;

import io.flowork.core.journal.JournalEntry;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.recorded.RecordedRun;
import io.flowork.host.recorded.RunFinder;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.terminal.Times;
import java.io.PrintStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork runs journal}: the inputs of a run, which are all that is recorded of it. */
final class JournalCommand implements Subcommand {
    private static final int SUMMARY = 100;

    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "journal",
                        "Prints a run's journal: every input with its step, time and kind.",
                        "flowork runs journal last",
                        "flowork runs journal last --json | jq '.payload'")
                .addPositional(Specs.parameter(
                        0,
                        false,
                        "RUN",
                        "An id or its beginning, 'last' (the default), or a .flowrec file; with ~N a branch of it."))
                .addOption(Specs.branch())
                .addOption(Specs.store())
                .addOption(Specs.flag("--json", "Print one JSON object a line, with all of each input."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        boolean json = Specs.has(arguments, "--json");
        return RunFinder.with(
                surroundings,
                Specs.run(arguments),
                Specs.value(arguments, "--store"),
                run -> print(run, json, surroundings));
    }

    private static ExitCode print(RecordedRun run, boolean json, Surroundings surroundings) {
        PrintStream out = surroundings.out();
        Paint paint = surroundings.outPaint();
        if (!json) {
            out.println(paint.dim("   SEQ       T  TIME                      KIND       PAYLOAD"));
        }
        String damage = run.entries(entry -> out.println(json ? json(entry) : line(entry, paint)));
        if (damage != null) {
            throw new CommandException(ExitCode.FAILED, damage);
        }
        return ExitCode.OK;
    }

    private static String line(JournalEntry entry, Paint paint) {
        String payload = entry.payload().weight() > 1 << 20
                ? "… " + (entry.payload().weight() >> 20) + " MiB"
                : JsonWriter.compact(entry.payload());
        return Columns.pad("%6d  %6d  ".formatted(entry.seq(), entry.t()), 16)
                + Times.utc(entry.time()) + "  "
                + paint.bold(Columns.pad(entry.kind(), 9)) + "  "
                + paint.dim(Columns.cut(Columns.line(payload), SUMMARY));
    }

    private static String json(JournalEntry entry) {
        return JsonWriter.compact(new JsonObject.Builder()
                .put("seq", entry.seq())
                .put("t", entry.t())
                .put("time", Times.utc(entry.time()))
                .put("kind", entry.kind())
                .put("payload", entry.payload())
                .put("stateHash", "%016x".formatted(entry.stateHash()))
                .build());
    }
}
