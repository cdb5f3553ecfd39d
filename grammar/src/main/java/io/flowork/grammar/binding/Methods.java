package io.flowork.grammar.binding;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.text.Suggestions;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.ScalarNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the methods of HTTP requests. A server may know any, but one that is not registered is hardly ever meant. */
final class Methods {
    /** Those that are proposed: RFC 9110 without the ones that requests of a workflow have no use for, and RFC 5789. */
    private static final List<String> USUAL = List.of("get", "head", "post", "put", "patch", "delete", "options");

    /** All that are registered with IANA, in lower case. */
    private static final Set<String> REGISTERED = Set.of(
            "acl",
            "baseline-control",
            "bind",
            "checkin",
            "checkout",
            "connect",
            "copy",
            "delete",
            "get",
            "head",
            "label",
            "link",
            "lock",
            "merge",
            "mkactivity",
            "mkcalendar",
            "mkcol",
            "mkredirectref",
            "mkworkspace",
            "move",
            "options",
            "orderpatch",
            "patch",
            "post",
            "pri",
            "propfind",
            "proppatch",
            "put",
            "query",
            "rebind",
            "report",
            "search",
            "trace",
            "unbind",
            "uncheckout",
            "unlink",
            "unlock",
            "update",
            "updateredirectref",
            "version-control");

    /** What people call the methods. */
    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("fetch", "get"),
            Map.entry("read", "get"),
            Map.entry("load", "get"),
            Map.entry("retrieve", "get"),
            Map.entry("list", "get"),
            Map.entry("create", "post"),
            Map.entry("add", "post"),
            Map.entry("send", "post"),
            Map.entry("submit", "post"),
            Map.entry("replace", "put"),
            Map.entry("modify", "patch"),
            Map.entry("remove", "delete"),
            Map.entry("del", "delete"));

    private Methods() {}

    /** Checks the method of a request; an expression may give any. */
    static void check(MappingNode request, Report report) {
        if (request.get("method") instanceof ScalarNode method
                && method.isString()
                && method.text().indexOf('{') < 0
                && !method.text().isBlank()) {
            String lower = method.text().toLowerCase(Locale.ROOT);
            if (!REGISTERED.contains(lower)) {
                report.add(unknown(method, meant(lower)));
            }
        }
    }

    private static @Nullable String meant(String lower) {
        String meant = MEANT.get(lower.strip());
        return meant == null ? Suggestions.nearest(lower, USUAL) : meant;
    }

    private static Diagnostic unknown(ScalarNode method, @Nullable String meant) {
        String message = "HTTP has no method '" + method.text() + "'";
        return meant == null
                ? DiagnosticCode.UNKNOWN_METHOD.at(
                        method.range(), message + "; the usual ones are " + String.join(", ", USUAL))
                : DiagnosticCode.UNKNOWN_METHOD.at(
                        method.range(),
                        message + "; did you mean '" + meant + "'?",
                        Report.replace(method.range(), "Change to '" + meant + "'", meant));
    }
}
