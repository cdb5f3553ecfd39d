package io.flowork.dap.shell;

import io.flowork.dap.command.Commands;
import io.flowork.dap.session.Session;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.debug.BreakpointLocationsArguments;
import org.eclipse.lsp4j.debug.BreakpointLocationsResponse;
import org.eclipse.lsp4j.debug.CancelArguments;
import org.eclipse.lsp4j.debug.Capabilities;
import org.eclipse.lsp4j.debug.CompletionsArguments;
import org.eclipse.lsp4j.debug.CompletionsResponse;
import org.eclipse.lsp4j.debug.ConfigurationDoneArguments;
import org.eclipse.lsp4j.debug.ContinueArguments;
import org.eclipse.lsp4j.debug.ContinueResponse;
import org.eclipse.lsp4j.debug.DataBreakpointInfoArguments;
import org.eclipse.lsp4j.debug.DataBreakpointInfoResponse;
import org.eclipse.lsp4j.debug.DisconnectArguments;
import org.eclipse.lsp4j.debug.EvaluateArguments;
import org.eclipse.lsp4j.debug.EvaluateArgumentsContext;
import org.eclipse.lsp4j.debug.EvaluateResponse;
import org.eclipse.lsp4j.debug.ExceptionFilterOptions;
import org.eclipse.lsp4j.debug.ExceptionInfoArguments;
import org.eclipse.lsp4j.debug.ExceptionInfoResponse;
import org.eclipse.lsp4j.debug.GotoArguments;
import org.eclipse.lsp4j.debug.GotoTargetsArguments;
import org.eclipse.lsp4j.debug.GotoTargetsResponse;
import org.eclipse.lsp4j.debug.InitializeRequestArguments;
import org.eclipse.lsp4j.debug.LoadedSourcesArguments;
import org.eclipse.lsp4j.debug.LoadedSourcesResponse;
import org.eclipse.lsp4j.debug.NextArguments;
import org.eclipse.lsp4j.debug.PauseArguments;
import org.eclipse.lsp4j.debug.RestartArguments;
import org.eclipse.lsp4j.debug.RestartFrameArguments;
import org.eclipse.lsp4j.debug.ReverseContinueArguments;
import org.eclipse.lsp4j.debug.ScopesArguments;
import org.eclipse.lsp4j.debug.ScopesResponse;
import org.eclipse.lsp4j.debug.SetBreakpointsArguments;
import org.eclipse.lsp4j.debug.SetBreakpointsResponse;
import org.eclipse.lsp4j.debug.SetDataBreakpointsArguments;
import org.eclipse.lsp4j.debug.SetDataBreakpointsResponse;
import org.eclipse.lsp4j.debug.SetExceptionBreakpointsArguments;
import org.eclipse.lsp4j.debug.SetExceptionBreakpointsResponse;
import org.eclipse.lsp4j.debug.SetExpressionArguments;
import org.eclipse.lsp4j.debug.SetExpressionResponse;
import org.eclipse.lsp4j.debug.SetFunctionBreakpointsArguments;
import org.eclipse.lsp4j.debug.SetFunctionBreakpointsResponse;
import org.eclipse.lsp4j.debug.SetVariableArguments;
import org.eclipse.lsp4j.debug.SetVariableResponse;
import org.eclipse.lsp4j.debug.SourceArguments;
import org.eclipse.lsp4j.debug.SourceBreakpoint;
import org.eclipse.lsp4j.debug.SourceResponse;
import org.eclipse.lsp4j.debug.StackTraceArguments;
import org.eclipse.lsp4j.debug.StackTraceResponse;
import org.eclipse.lsp4j.debug.StepBackArguments;
import org.eclipse.lsp4j.debug.StepInArguments;
import org.eclipse.lsp4j.debug.StepInTargetsArguments;
import org.eclipse.lsp4j.debug.StepInTargetsResponse;
import org.eclipse.lsp4j.debug.StepOutArguments;
import org.eclipse.lsp4j.debug.SteppingGranularity;
import org.eclipse.lsp4j.debug.TerminateArguments;
import org.eclipse.lsp4j.debug.ThreadsResponse;
import org.eclipse.lsp4j.debug.VariablesArguments;
import org.eclipse.lsp4j.debug.VariablesResponse;
import org.eclipse.lsp4j.debug.services.IDebugProtocolServer;

/** The requests of the protocol, each passed on to who answers it. */
@SuppressWarnings("NullAway") // by the protocol an answer may be null
final class DebugServer extends FloworkServer implements IDebugProtocolServer {
    private static final SourceBreakpoint[] NO_LINES = {};

    DebugServer(Debugging debugging) {
        super(debugging);
    }

    @Override
    public CompletableFuture<Capabilities> initialize(InitializeRequestArguments arguments) {
        return answer(debugging.initialize(arguments));
    }

    @Override
    public CompletableFuture<Void> launch(Map<String, Object> arguments) {
        return done(() -> debugging.launch(new Arguments(arguments == null ? Map.of() : arguments)));
    }

    @Override
    public CompletableFuture<Void> attach(Map<String, Object> arguments) {
        return done(() -> debugging.attach(new Arguments(arguments == null ? Map.of() : arguments)));
    }

    @Override
    public CompletableFuture<Void> configurationDone(ConfigurationDoneArguments arguments) {
        return done(debugging::configurationDone);
    }

    @Override
    public CompletableFuture<Void> restart(RestartArguments arguments) {
        return done(debugging::restart);
    }

    @Override
    public CompletableFuture<Void> terminate(TerminateArguments arguments) {
        return done(debugging::terminate);
    }

    @Override
    public CompletableFuture<Void> disconnect(DisconnectArguments arguments) {
        return done(() -> debugging.disconnect(arguments == null ? null : arguments.getTerminateDebuggee()));
    }

    @Override
    public CompletableFuture<Void> cancel(CancelArguments arguments) {
        return DONE; // what it cancels was stopped when it was heard
    }

    // --- breakpoints ---

    @Override
    public CompletableFuture<SetBreakpointsResponse> setBreakpoints(SetBreakpointsArguments arguments) {
        SetBreakpointsResponse response = new SetBreakpointsResponse();
        SourceBreakpoint[] wanted = arguments.getBreakpoints() == null ? NO_LINES : arguments.getBreakpoints();
        response.setBreakpoints(debugging.change(
                setting -> setting.table().lines(arguments.getSource(), wanted, setting.sources(), setting.convert())));
        return answer(response);
    }

    @Override
    public CompletableFuture<SetFunctionBreakpointsResponse> setFunctionBreakpoints(
            SetFunctionBreakpointsArguments arguments) {
        SetFunctionBreakpointsResponse response = new SetFunctionBreakpointsResponse();
        response.setBreakpoints(
                debugging.change(setting -> setting.table().functions(arguments.getBreakpoints(), setting.sources())));
        return answer(response);
    }

    @Override
    public CompletableFuture<SetExceptionBreakpointsResponse> setExceptionBreakpoints(
            SetExceptionBreakpointsArguments arguments) {
        SetExceptionBreakpointsResponse response = new SetExceptionBreakpointsResponse();
        String[] filters = Objects.requireNonNullElse(arguments.getFilters(), new String[0]);
        ExceptionFilterOptions[] options =
                Objects.requireNonNullElse(arguments.getFilterOptions(), new ExceptionFilterOptions[0]);
        response.setBreakpoints(debugging.change(setting -> setting.table().errors(filters, options)));
        return answer(response);
    }

    @Override
    public CompletableFuture<DataBreakpointInfoResponse> dataBreakpointInfo(DataBreakpointInfoArguments arguments) {
        return answer(debugging.looking().dataBreakpointInfo(arguments));
    }

    @Override
    public CompletableFuture<SetDataBreakpointsResponse> setDataBreakpoints(SetDataBreakpointsArguments arguments) {
        SetDataBreakpointsResponse response = new SetDataBreakpointsResponse();
        response.setBreakpoints(debugging.change(setting -> setting.table().data(arguments.getBreakpoints())));
        return answer(response);
    }

    @Override
    public CompletableFuture<BreakpointLocationsResponse> breakpointLocations(BreakpointLocationsArguments arguments) {
        BreakpointLocationsResponse response = new BreakpointLocationsResponse();
        response.setBreakpoints(debugging.locations(arguments));
        return answer(response);
    }

    // --- moving ---

    private CompletableFuture<Void> step(Session.Way way, int thread) {
        return done(() -> debugging.step(way, thread, false));
    }

    @Override
    public CompletableFuture<Void> next(NextArguments arguments) {
        return step(Session.Way.NEXT, arguments.getThreadId());
    }

    @Override
    public CompletableFuture<Void> stepIn(StepInArguments arguments) {
        Integer target = arguments.getTargetId();
        boolean fine = arguments.getGranularity() == SteppingGranularity.INSTRUCTION;
        return done(
                target == null
                        ? () -> debugging.step(Session.Way.INTO, arguments.getThreadId(), fine)
                        : () -> debugging.stepTo(target));
    }

    @Override
    public CompletableFuture<StepInTargetsResponse> stepInTargets(StepInTargetsArguments arguments) {
        return answer(debugging.stepTargets(arguments.getFrameId()));
    }

    @Override
    public CompletableFuture<Void> stepOut(StepOutArguments arguments) {
        return step(Session.Way.OUT, arguments.getThreadId());
    }

    @Override
    public CompletableFuture<Void> stepBack(StepBackArguments arguments) {
        return step(Session.Way.BACK, arguments.getThreadId());
    }

    @Override
    public CompletableFuture<ContinueResponse> continue_(ContinueArguments arguments) {
        debugging.travel("Going on to the next breakpoint", true);
        ContinueResponse response = new ContinueResponse();
        response.setAllThreadsContinued(true);
        return answer(response);
    }

    @Override
    public CompletableFuture<Void> reverseContinue(ReverseContinueArguments arguments) {
        return done(() -> debugging.travel("Going back to the breakpoint before", false));
    }

    @Override
    public CompletableFuture<Void> pause(PauseArguments arguments) {
        return done(debugging::pause);
    }

    @Override
    public CompletableFuture<GotoTargetsResponse> gotoTargets(GotoTargetsArguments arguments) {
        GotoTargetsResponse response = new GotoTargetsResponse();
        response.setTargets(debugging.targets(arguments));
        return answer(response);
    }

    @Override
    public CompletableFuture<Void> goto_(GotoArguments arguments) {
        return done(() -> debugging.goTo(arguments.getTargetId()));
    }

    // --- looking ---

    @Override
    public CompletableFuture<ThreadsResponse> threads() {
        return answer(debugging.threads());
    }

    @Override
    public CompletableFuture<StackTraceResponse> stackTrace(StackTraceArguments arguments) {
        return answer(debugging.looking().stackTrace(arguments));
    }

    @Override
    public CompletableFuture<ScopesResponse> scopes(ScopesArguments arguments) {
        return answer(debugging.looking().scopes(arguments.getFrameId()));
    }

    @Override
    public CompletableFuture<VariablesResponse> variables(VariablesArguments arguments) {
        return answer(debugging.looking().variables(arguments));
    }

    @Override
    public CompletableFuture<EvaluateResponse> evaluate(EvaluateArguments arguments) {
        if (Commands.isCommand(arguments.getExpression())
                && EvaluateArgumentsContext.REPL.equals(arguments.getContext())) {
            return answer(Looking.typed(debugging.typed(
                    arguments.getExpression(), debugging.looking().frame(arguments.getFrameId()))));
        }
        return answer(debugging.looking().evaluate(arguments));
    }

    @Override
    public CompletableFuture<CompletionsResponse> completions(CompletionsArguments arguments) {
        return answer(debugging.looking().completions(arguments));
    }

    @Override
    public CompletableFuture<ExceptionInfoResponse> exceptionInfo(ExceptionInfoArguments arguments) {
        return answer(debugging.looking().exceptionInfo());
    }

    @Override
    public CompletableFuture<LoadedSourcesResponse> loadedSources(LoadedSourcesArguments arguments) {
        return answer(debugging.reading().loadedSources());
    }

    @Override
    public CompletableFuture<SourceResponse> source(SourceArguments arguments) {
        return answer(debugging.reading().source(arguments));
    }

    // --- forks ---

    @Override
    public CompletableFuture<SetVariableResponse> setVariable(SetVariableArguments arguments) {
        return answer(debugging.forking().setVariable(arguments));
    }

    @Override
    public CompletableFuture<SetExpressionResponse> setExpression(SetExpressionArguments arguments) {
        return answer(debugging.forking().setExpression(arguments));
    }

    @Override
    public CompletableFuture<Void> restartFrame(RestartFrameArguments arguments) {
        return done(() -> debugging.forking().restartFrame(arguments.getFrameId()));
    }
}
