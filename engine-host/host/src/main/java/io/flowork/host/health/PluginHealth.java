package io.flowork.host.health;

import io.flowork.functions.Functions;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.plugin.Plugin;
import io.flowork.functions.plugin.Plugins;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.host.serve.EventSources;
import io.flowork.host.terminal.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What can be called, and what plug-ins add to it. */
final class PluginHealth {
    private final Surroundings surroundings;
    private final EngineSetup setup;

    PluginHealth(Surroundings surroundings, EngineSetup setup) {
        this.surroundings = surroundings;
        this.setup = setup;
    }

    /** The sources of secrets of plug-ins were looked for before, when the setup was made. */
    List<Finding> findings() {
        Plugins plugins = setup.plugins();
        List<String> names = Functions.load(HttpSettings.DEFAULT, plugins).descriptors().stream()
                .map(FunctionDescriptor::name)
                .toList();
        EventSources.named(plugins);
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(
                "functions",
                names.stream().filter(name -> !name.startsWith("run:")).collect(Collectors.joining(", "))));
        String processes = names.stream()
                .filter(name -> name.startsWith("run:"))
                .map(name -> name.substring("run:".length()))
                .collect(Collectors.joining(", "));
        if (!processes.isEmpty()) {
            findings.add(Finding.ok(
                    "processes",
                    processes + " (off until '--allow' or [allow] permits them; JavaScript runs in a sandbox)"));
        }
        String folder = plugins.problem();
        if (folder != null) {
            findings.add(Finding.fail("plug-ins", folder, "let the user of Flowork read the folder"));
        }
        for (Plugin plugin : plugins.all()) {
            String title = plugin.file() == null
                    ? plugin.name()
                    : "%s%s (%s)"
                            .formatted(
                                    plugin.name(),
                                    plugin.version().isEmpty() ? "" : " " + plugin.version(),
                                    surroundings.show(plugin.file()));
            String adds = plugin.adds().isEmpty() ? "adds nothing" : "adds " + String.join(", ", plugin.adds());
            findings.add(
                    plugin.problems().isEmpty() && !plugin.adds().isEmpty()
                            ? Finding.ok("plug-in", title + ", " + adds)
                            : new Finding(
                                    "plug-in",
                                    plugin.adds().isEmpty() ? Finding.Verdict.FAIL : Finding.Verdict.WARN,
                                    title + ", " + adds
                                            + plugin.problems().stream()
                                                    .map(problem -> "; " + problem)
                                                    .collect(Collectors.joining()),
                                    "see docs/plugins.md"));
        }
        return findings;
    }
}
