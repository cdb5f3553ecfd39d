package io.flowork.host.command;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.health.EngineSetup;
import io.flowork.host.health.Finding;
import io.flowork.host.health.Health;
import io.flowork.host.render.Table;
import io.flowork.host.serve.ServeOptions;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.Stores;
import io.flowork.store.Store;
import io.flowork.store.sqlite.Salvage;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork doctor}. */
final class DoctorCommand implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "doctor",
                        "Checks what Flowork needs on this machine, and that recorded runs are intact.",
                        "flowork doctor",
                        "flowork doctor --data ./data         # of an engine's data folder, running or not",
                        "flowork doctor --salvage saved/      # what is left of a damaged store, in a new one")
                .addOption(Specs.store())
                .addOption(Specs.option(
                        "--data", "DIR", "An engine's data folder. Default: flowork in the user's data folder."))
                .addOption(Specs.option("--config", "FILE", "Read this file in place of ./flowork.toml."))
                .addOption(Specs.option("--salvage", "DIR", "Copy what is intact of a damaged store to a new one."))
                .addOption(Specs.flag("--json", "Print one JSON object: {\"checks\": [...]}."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        String salvage = Specs.value(arguments, "--salvage");
        if (salvage != null) {
            return salvage(
                    surroundings,
                    Stores.existing(surroundings, Specs.value(arguments, "--store")),
                    surroundings.path(salvage));
        }
        List<Finding> findings = new Health(
                        surroundings, Specs.value(arguments, "--store"), () -> setup(arguments, surroundings))
                .findings();
        if (Specs.has(arguments, "--json")) {
            JsonArray.Builder checks = new JsonArray.Builder();
            findings.forEach(finding -> checks.add(json(finding)));
            surroundings.out().println(JsonWriter.pretty(JsonObject.of("checks", checks.build())));
        } else {
            print(findings, surroundings);
        }
        boolean failed = findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.FAIL);
        return failed ? ExitCode.BROKEN : ExitCode.OK;
    }

    /** How {@code flowork serve} would be set up with the same options. */
    private static EngineSetup setup(ParseResult arguments, Surroundings surroundings) {
        ServeOptions options = ServeCommand.options(arguments, surroundings);
        return new EngineSetup(
                options.data(),
                options.listening().bind(),
                options.listening().port(),
                ServeCommand.configuration(arguments, surroundings).all().stream()
                        .map(setting -> setting.key() + " (" + setting.origin() + ")")
                        .toList(),
                options.engine().allowed(),
                options.reach().processes(),
                options.extensions().plugins(),
                options.reach().secrets() instanceof HostSecrets secrets ? secrets.sources() : List.of(),
                options.reach().secrets());
    }

    private static JsonObject json(Finding finding) {
        return new JsonObject.Builder()
                .put("name", finding.name())
                .put("status", finding.verdict().name().toLowerCase(Locale.ROOT))
                .put("message", finding.message())
                .put("hint", finding.hint())
                .build();
    }

    private static void print(List<Finding> findings, Surroundings surroundings) {
        Paint paint = surroundings.outPaint();
        Table table = new Table();
        for (Finding finding : findings) {
            String mark = switch (finding.verdict()) {
                case OK -> paint.green("✓");
                case WARN -> paint.yellow("!");
                case FAIL -> paint.boldRed("✗");
            };
            String hint = finding.hint().isEmpty() ? "" : paint.dim(" · " + finding.hint());
            table.row(mark, paint.bold(finding.name()), finding.message() + hint);
        }
        table.lines().forEach(surroundings.out()::println);
    }

    private static ExitCode salvage(Surroundings surroundings, Path from, Path into) {
        try (Store store = SqliteStore.open(into)) {
            Salvage.Saved saved = Salvage.copy(from, store);
            surroundings
                    .out()
                    .printf(
                            "%d runs saved whole, %d up to their first damaged entry, %d lost%n",
                            saved.intact().size(), saved.cut().size(), saved.lost());
            saved.cut()
                    .forEach(cut -> surroundings
                            .out()
                            .printf("  %s: %d entries saved; %s%n", cut.run(), cut.entries(), cut.problem()));
        }
        surroundings.err().println("flowork: saved in " + surroundings.show(into) + "; the damaged store is as it was");
        return ExitCode.OK;
    }
}
