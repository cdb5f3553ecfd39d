package io.flowork.gateway.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The table of routes. */
public final class Routes {
    private final List<Route> all;
    private final List<String[]> segments = new ArrayList<>();

    /** A table; of two routes with equal methods that match, the first counts. */
    public Routes(List<Route> all) {
        this.all = List.copyOf(all);
        for (Route route : this.all) {
            segments.add(route.path().split("/", -1));
        }
    }

    /** All routes in order. */
    public List<Route> all() {
        return all;
    }

    /**
     * What matches a path.
     *
     * @param route the route; null if there is none for the method
     * @param parameters the parameters in the path
     * @param methods the methods that the path has; empty if there is no such path
     */
    record Match(@Nullable Route route, Map<String, String> parameters, TreeSet<String> methods) {}

    /** Finds the route of a request; one for GET serves HEAD too. */
    Match find(String method, String path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        String[] given = path.split("/", -1);
        TreeSet<String> methods = new TreeSet<>();
        for (int i = 0; i < all.size(); i++) {
            Map<String, String> parameters = match(segments.get(i), given);
            if (parameters != null) {
                if (all.get(i).method().equals(wanted)) {
                    return new Match(all.get(i), parameters, methods);
                }
                methods.add(all.get(i).method());
            }
        }
        return new Match(null, Map.of(), methods);
    }

    private static @Nullable Map<String, String> match(String[] template, String[] given) {
        if (template.length != given.length) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < template.length; i++) {
            if (template[i].startsWith("{") && !given[i].isEmpty()) {
                parameters.put(template[i].substring(1, template[i].length() - 1), given[i]);
            } else if (!template[i].equals(given[i])) {
                return null;
            }
        }
        return parameters;
    }
}
