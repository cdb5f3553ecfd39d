package io.flowork.host.serve;

import io.flowork.functions.plugin.Plugins;
import io.flowork.functions.plugin.Plugins.Provided;
import io.flowork.host.exit.CommandException;
import io.flowork.store.Store;
import io.flowork.store.StoreProvider;
import io.flowork.store.sqlite.SqliteProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Opens the store that {@code serve.store} names: SQLite's, or one of a plug-in. */
final class StoreUrl {
    private StoreUrl() {}

    /**
     * Opens a store.
     *
     * @param data the engine's data folder
     * @throws CommandException if nobody opens such URLs
     */
    static Store open(URI url, Path data, Plugins plugins) {
        StoreProvider own = new SqliteProvider();
        if (own.scheme().equals(url.getScheme())) {
            return own.open(url, data);
        }
        Map<String, Provided<StoreProvider>> added =
                plugins.named(StoreProvider.class, "store", StoreProvider::scheme, Set.of(own.scheme()));
        Provided<StoreProvider> provider = added.get(String.valueOf(url.getScheme()));
        if (provider == null) {
            throw CommandException.usage(
                    "serve.store: nothing opens stores by '%s:'; there is sqlite%s. Others are plug-ins, see docs/plugins.md"
                            .formatted(
                                    url.getScheme(), added.isEmpty() ? "" : ", " + String.join(", ", added.keySet())));
        }
        return provider.service().open(url, data);
    }
}
