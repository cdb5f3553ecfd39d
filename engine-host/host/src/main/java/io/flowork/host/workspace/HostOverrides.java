package io.flowork.host.workspace;

import io.flowork.host.exit.CommandException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where requests to a host really go: for tests, and for operators behind a proxy. */
public final class HostOverrides {
    /** The variable that lists them, separated by commas. */
    public static final String VARIABLE = "FLOWORK_HTTP_HOSTS";

    private HostOverrides() {}

    /**
     * The overrides of a variable and of options; an option wins.
     *
     * @param variable {@code host[:port]=URI}, separated by commas; null for none
     * @param options the same, one each
     * @throws CommandException if one cannot be read
     */
    public static Map<String, URI> of(@Nullable String variable, List<String> options) {
        Map<String, URI> overrides = new HashMap<>();
        if (variable != null) {
            for (String part : variable.split(",", -1)) {
                add(overrides, part.strip(), VARIABLE);
            }
        }
        options.forEach(option -> add(overrides, option, "--http-host"));
        return overrides;
    }

    private static void add(Map<String, URI> overrides, String text, String origin) {
        if (text.isEmpty()) {
            return;
        }
        int equals = text.indexOf('=');
        try {
            URI target = new URI(text.substring(equals + 1));
            if (equals > 0 && target.isAbsolute() && target.getHost() != null) {
                overrides.put(text.substring(0, equals), target);
                return;
            }
        } catch (URISyntaxException e) {
            throw bad(text, origin);
        }
        throw bad(text, origin);
    }

    private static CommandException bad(String text, String origin) {
        return CommandException.usage(
                "%s: '%s' is not HOST=URI, such as api.example.com=http://127.0.0.1:8080".formatted(origin, text));
    }
}
