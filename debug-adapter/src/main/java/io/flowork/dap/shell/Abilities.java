package io.flowork.dap.shell;

import org.eclipse.lsp4j.debug.Capabilities;
import org.eclipse.lsp4j.debug.ExceptionBreakpointsFilter;

/** What the adapter says it can do. */
final class Abilities {
    private Abilities() {}

    static Capabilities all() {
        Capabilities all = new Capabilities();
        all.setSupportsConfigurationDoneRequest(true);
        all.setSupportsFunctionBreakpoints(true);
        all.setSupportsConditionalBreakpoints(true);
        all.setSupportsHitConditionalBreakpoints(true);
        all.setSupportsLogPoints(true);
        all.setSupportsBreakpointLocationsRequest(true);
        all.setSupportsDataBreakpoints(true);
        all.setSupportsExceptionFilterOptions(true);
        all.setSupportsExceptionInfoRequest(true);
        all.setExceptionBreakpointFilters(new ExceptionBreakpointsFilter[] {
            filter("raised", "Raised errors", "Stops wherever a task raises an error", false),
            filter("caught", "Caught errors", "Stops where an error is raised that a 'try' handles", false),
            filter("uncaught", "Uncaught errors", "Stops where an error is raised that ends the run", true)
        });
        all.setSupportsStepBack(true);
        all.setSupportsSteppingGranularity(true);
        all.setSupportsStepInTargetsRequest(true);
        all.setSupportsRestartRequest(true);
        all.setSupportsTerminateRequest(true);
        all.setSupportTerminateDebuggee(true);
        all.setSupportsGotoTargetsRequest(true);
        all.setSupportsEvaluateForHovers(true);
        all.setSupportsClipboardContext(true);
        all.setSupportsCompletionsRequest(true);
        all.setCompletionTriggerCharacters(new String[] {".", "$"});
        all.setSupportsLoadedSourcesRequest(true);
        all.setSupportsDelayedStackTraceLoading(true);
        all.setSupportsCancelRequest(true);
        return all;
    }

    private static ExceptionBreakpointsFilter filter(String id, String label, String description, boolean usual) {
        ExceptionBreakpointsFilter filter = new ExceptionBreakpointsFilter();
        filter.setFilter(id);
        filter.setLabel(label);
        filter.setDescription(description);
        filter.setDefault_(usual);
        filter.setSupportsCondition(true);
        filter.setConditionDescription("jq over the error, such as .status == 503 or .type | endswith(\"timeout\")");
        return filter;
    }
}
