package io.flowork.dap.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.lsp4j.debug.Capabilities;
import org.eclipse.lsp4j.debug.services.IDebugProtocolServer;
import org.eclipse.lsp4j.jsonrpc.services.ServiceEndpoints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The table of requests in the README has those that the adapter answers, and it offers no others. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestTableTest {
    private static final Pattern NAME = Pattern.compile("`([\\w/]+)`");
    private static final Pattern ABILITY = Pattern.compile("getSupports(\\w+?)(Requests?)?");

    /** Abilities of requests that have another name, or of requests that there are anyway. */
    private static final Set<String> OTHERWISE = Set.of(
            "functionBreakpoints",
            "conditionalBreakpoints",
            "hitConditionalBreakpoints",
            "logPoints",
            "breakpointLocations",
            "dataBreakpoints",
            "exceptionFilterOptions",
            "evaluateForHovers",
            "clipboardContext",
            "delayedStackTraceLoading",
            "steppingGranularity");

    private static Set<String> answered() {
        Set<String> declared = Stream.of(DebugServer.class, FloworkServer.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .collect(Collectors.toSet());
        Set<String> answered = new TreeSet<>();
        for (Class<?> type : List.of(IDebugProtocolServer.class, FloworkRequests.class)) {
            for (String request : ServiceEndpoints.getSupportedMethods(type).keySet()) {
                String method = request.substring(request.indexOf('/') + 1);
                if (declared.contains(method) || declared.contains(method + "_")) {
                    answered.add(request);
                }
            }
        }
        return answered;
    }

    @Test
    void theTableHasTheRequestsThatAreAnswered() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String table =
                readme.substring(readme.indexOf("<!-- begin requests -->"), readme.indexOf("<!-- end requests -->"));
        Set<String> told = new TreeSet<>();
        table.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf(" | ")))
                .forEach(cell -> NAME.matcher(cell)
                        .results()
                        .map(MatchResult::group)
                        .forEach(name -> told.add(name.replace("`", ""))));
        assertThat(told).isEqualTo(answered());
        assertThat(answered()).hasSizeGreaterThan(30);
    }

    @Test
    void whatIsOfferedIsAnswered() throws ReflectiveOperationException {
        for (Method method : Capabilities.class.getMethods()) {
            var ability = ABILITY.matcher(method.getName());
            if (ability.matches() && Boolean.TRUE.equals(method.invoke(Abilities.all()))) {
                String name = ability.group(1).substring(0, 1).toLowerCase(Locale.ROOT)
                        + ability.group(1).substring(1);
                if (!OTHERWISE.contains(name)) {
                    assertThat(answered()).as(method.getName()).contains(name);
                }
            }
        }
    }
}
