package io.flowork.host.command;

import io.flowork.api.ProblemException;
import io.flowork.core.history.fork.Answers;
import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.recorded.RunFinder;
import io.flowork.host.render.BranchText;
import io.flowork.host.render.DiffText;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.FileText;
import io.flowork.host.workspace.Stores;
import io.flowork.runtime.fork.Comparisons;
import io.flowork.runtime.fork.Comparisons.WhatIf;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork runs what-if}: what an edited workflow would have made of recorded runs. */
final class WhatIfCommand implements Subcommand {
    private static final int USUAL = 20;
    private static final int USUAL_RUNS = 100;

    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "what-if",
                        "Runs an edited workflow with what was recorded of a run, or of all runs that failed alike, and shows what would differ. Nothing is called and nothing is stored. Ends with 0 if every run would have completed.",
                        "flowork runs what-if last fixed.flow.yaml",
                        "flowork runs what-if --group 3f2a77c09e1b4d58 fixed.flow.yaml")
                .addPositional(Specs.parameter(0, true, "RUN|FILE", "A run as for 'runs show'; with --group the file."))
                .addPositional(Specs.parameter(1, false, "FILE", "The edited workflow."))
                .addOption(Specs.option(
                        "--group", "FINGERPRINT", "The runs whose errors have this in common, by 'runs list'."))
                .addOption(
                        Specs.option("--runs", "N", "The most runs of the group to try, newest first. Default: 100."))
                .addOption(EffectOptions.spec())
                .addOption(Specs.option("--limit", "N", "The most differences to show of a run. Default: 20."))
                .addOption(Specs.flag("--json", "Print one JSON object."))
                .addOption(Specs.store());
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        String group = Specs.value(arguments, "--group");
        String file = Specs.parameter(arguments, group == null ? 1 : 0);
        if (file == null || (group != null && Specs.parameter(arguments, 1) != null)) {
            throw CommandException.usage(
                    "what-if: say which run, or which --group, and the file of the edited workflow");
        }
        String text = FileText.read(surroundings.path(file), file);
        List<WhatIf> tried = group == null
                ? RunFinder.with(
                        surroundings,
                        Specs.parameter(arguments, 0),
                        Specs.value(arguments, "--store"),
                        run -> tried(arguments, run.store(), List.of(run.record()), run.branch(), text))
                : ofGroup(arguments, surroundings, group, text);
        if (Specs.has(arguments, "--json")) {
            surroundings.out().println(JsonWriter.pretty(json(tried)));
        } else {
            show(tried, surroundings, group == null);
        }
        return tried.stream().allMatch(each -> each.after() == Status.COMPLETED) ? ExitCode.OK : ExitCode.FAILED;
    }

    private static List<WhatIf> ofGroup(ParseResult arguments, Surroundings surroundings, String group, String text) {
        Long runs = ForkCommand.number(arguments, "--runs");
        int most = runs == null ? USUAL_RUNS : Math.clamp(runs, 1, 100_000);
        try (Store store = Stores.open(Stores.existing(surroundings, Specs.value(arguments, "--store")))) {
            List<RunRecord> found =
                    store.runs(new RunQuery(Set.of(), null, null, null, group, null, null, null, null, most));
            if (found.isEmpty()) {
                throw CommandException.notFound("no run has an error of the group " + group
                        + ". 'flowork runs list --json' gives the fingerprints of errors");
            }
            return tried(arguments, store, found, null, text);
        }
    }

    private static List<WhatIf> tried(
            ParseResult arguments, Store store, List<RunRecord> runs, @Nullable Integer branch, String text) {
        Long limit = ForkCommand.number(arguments, "--limit");
        int most = limit == null ? USUAL : Math.clamp(limit, 0, 10_000);
        JsonObject effects = EffectOptions.read(arguments);
        Comparisons comparisons = new Comparisons(BranchWork.forks(store));
        List<WhatIf> tried = new ArrayList<>();
        try {
            for (RunRecord run : runs) {
                tried.add(comparisons.whatIf(run, branch, text, effects, most, () -> false));
            }
        } catch (ProblemException e) {
            throw BranchWork.failed(e);
        }
        return tried;
    }

    private static void show(List<WhatIf> tried, Surroundings surroundings, boolean one) {
        Paint paint = surroundings.outPaint();
        long better = 0;
        for (WhatIf each : tried) {
            Status after = each.after();
            better += after == Status.COMPLETED ? 1 : 0;
            surroundings
                    .out()
                    .println(each.run().id() + "  " + ListCommand.status(each.before(), paint) + " → "
                            + (after == null ? paint.red("not tried") : ListCommand.status(after, paint)));
            if (each.refused() != null) {
                surroundings.out().println("  " + Columns.line(each.refused()));
            }
            for (Answers.Wanted wanted : each.wanted()) {
                surroundings
                        .out()
                        .println(BranchText.wanted(
                                wanted.effect().what(),
                                wanted.effect().reference(),
                                wanted.effect().request(0),
                                wanted.live(),
                                paint));
            }
            if (one && each.diff() != null) {
                surroundings.out().println();
                DiffText.lines(each.diff(), paint).forEach(surroundings.out()::println);
            }
        }
        if (!one) {
            surroundings.out().println();
            surroundings.out().println(better + " of " + tried.size() + " would have completed");
        }
    }

    private static JsonObject json(List<WhatIf> tried) {
        List<JsonValue> runs = new ArrayList<>();
        for (WhatIf each : tried) {
            List<JsonValue> wanted = new ArrayList<>();
            for (Answers.Wanted effect : each.wanted()) {
                wanted.add(BranchText.wanted(
                        effect.effect().what(),
                        effect.effect().reference(),
                        effect.effect().request(0),
                        effect.live()));
            }
            runs.add(new JsonObject.Builder()
                    .put("runId", each.run().id())
                    .put("before", each.before().text())
                    .put(
                            "after",
                            text(each.after() == null ? null : each.after().text()))
                    .put("otherEnd", JsonBoolean.of(each.isOther()))
                    .put("refused", text(each.refused()))
                    .put("wanted", JsonArray.of(wanted))
                    .put(
                            "diff",
                            each.diff() == null ? JsonNull.NULL : each.diff().toJson())
                    .build());
        }
        return new JsonObject.Builder()
                .put(
                        "completed",
                        tried.stream()
                                .filter(each -> each.after() == Status.COMPLETED)
                                .count())
                .put("runs", JsonArray.of(runs))
                .build();
    }

    private static JsonValue text(@Nullable String text) {
        return text == null ? JsonNull.NULL : JsonString.of(text);
    }
}
