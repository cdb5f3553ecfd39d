package io.flowork.host.health;

import io.flowork.host.exit.CommandException;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.Stores;
import io.flowork.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether this machine, a workspace's store and a data folder have what Flowork needs. */
public final class Health {
    private final Surroundings surroundings;
    private final @Nullable String store;
    private final Supplier<EngineSetup> setup;

    /**
     * Looks around.
     *
     * @param store what {@code --store} says
     * @param setup how an engine would be set up; it throws a {@link CommandException} when a setting is wrong
     */
    public Health(Surroundings surroundings, @Nullable String store, Supplier<EngineSetup> setup) {
        this.surroundings = surroundings;
        this.store = store;
        this.setup = setup;
    }

    /** Everything that was looked at. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(new MachineHealth(surroundings).findings());
        findings.add(runs());
        try {
            EngineSetup engine = setup.get();
            findings.addAll(engine.findings());
            findings.addAll(new DataFolderHealth(surroundings, engine).findings());
            findings.addAll(new PluginHealth(surroundings, engine).findings());
        } catch (CommandException e) {
            findings.add(Finding.fail("configuration", e.text(), "flowork config show says what is set where"));
        }
        return List.copyOf(findings);
    }

    private Finding runs() {
        Path folder;
        try {
            folder = Stores.existing(surroundings, store);
        } catch (CommandException none) {
            String message = none.text().lines().findFirst().orElse("");
            if (!Files.isWritable(surroundings.folder())) {
                return Finding.warn(
                        "store",
                        surroundings.folder() + " cannot be written",
                        "record runs elsewhere with --store DIR");
            }
            return store == null
                    ? Finding.ok("store", message)
                    : Finding.fail("store", message, "name the folder of a store");
        }
        try {
            return StoreHealth.of("store", surroundings.show(folder), folder);
        } catch (StoreException e) {
            return StoreHealth.failed("store", e);
        }
    }
}
