package io.flowork.dap.shell;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.dap.session.DataPath;
import io.flowork.dap.session.Evaluations;
import io.flowork.dap.session.Frames;
import io.flowork.dap.session.InnerPoint;
import io.flowork.dap.session.Scopes;
import io.flowork.dap.session.Sources;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.lsp4j.debug.CompletionItem;
import org.eclipse.lsp4j.debug.CompletionItemType;
import org.eclipse.lsp4j.debug.CompletionsArguments;
import org.eclipse.lsp4j.debug.CompletionsResponse;
import org.eclipse.lsp4j.debug.DataBreakpointAccessType;
import org.eclipse.lsp4j.debug.DataBreakpointInfoArguments;
import org.eclipse.lsp4j.debug.DataBreakpointInfoResponse;
import org.eclipse.lsp4j.debug.EvaluateArguments;
import org.eclipse.lsp4j.debug.EvaluateArgumentsContext;
import org.eclipse.lsp4j.debug.EvaluateResponse;
import org.eclipse.lsp4j.debug.ExceptionBreakMode;
import org.eclipse.lsp4j.debug.ExceptionDetails;
import org.eclipse.lsp4j.debug.ExceptionInfoResponse;
import org.eclipse.lsp4j.debug.LoadedSourcesResponse;
import org.eclipse.lsp4j.debug.Scope;
import org.eclipse.lsp4j.debug.ScopesResponse;
import org.eclipse.lsp4j.debug.Source;
import org.eclipse.lsp4j.debug.SourceArguments;
import org.eclipse.lsp4j.debug.SourceResponse;
import org.eclipse.lsp4j.debug.StackFrame;
import org.eclipse.lsp4j.debug.StackTraceArguments;
import org.eclipse.lsp4j.debug.StackTraceResponse;
import org.eclipse.lsp4j.debug.Thread;
import org.eclipse.lsp4j.debug.ThreadsResponse;
import org.eclipse.lsp4j.debug.Variable;
import org.eclipse.lsp4j.debug.VariablesArguments;
import org.eclipse.lsp4j.debug.VariablesArgumentsFilter;
import org.eclipse.lsp4j.debug.VariablesResponse;
import org.jspecify.annotations.Nullable;

/** What a client sees where it stands. */
final class Looking {
    private static final int MOST_STEPS = 1_000;

    private final Stage stage;
    private final Convert convert;

    Looking(Stage stage, Convert convert) {
        this.stage = stage;
        this.convert = convert;
    }

    ThreadsResponse threads() {
        List<Thread> threads = new ArrayList<>();
        for (Frames.StrandName each : stage.frames().threads()) {
            Thread thread = new Thread();
            thread.setId(Convert.threadToClient(each.id()));
            thread.setName(each.name());
            threads.add(thread);
        }
        ThreadsResponse response = new ThreadsResponse();
        response.setThreads(threads.toArray(Thread[]::new));
        return response;
    }

    StackTraceResponse stackTrace(StackTraceArguments arguments) {
        List<Frames.Entry> stack = stage.frames().stack(Convert.threadFromClient(arguments.getThreadId()));
        int start = Math.clamp(orZero(arguments.getStartFrame()), 0, stack.size());
        int levels = orZero(arguments.getLevels());
        int end = levels <= 0 ? stack.size() : (int) Math.min(stack.size(), (long) start + levels);
        StackTraceResponse response = new StackTraceResponse();
        response.setStackFrames(
                stack.subList(start, end).stream().map(convert::frame).toArray(StackFrame[]::new));
        response.setTotalFrames(stack.size());
        return response;
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    ScopesResponse scopes(int frameId) {
        List<Scope> scopes = new ArrayList<>();
        InnerPoint inner = stage.frames().inner(frameId);
        for (Scopes.Scope each : inner == null
                ? stage.scopes().of(stage.frames().frame(frameId))
                : stage.scopes().of(inner)) {
            Scope scope = new Scope();
            scope.setName(each.name());
            scope.setPresentationHint(each.hint());
            scope.setVariablesReference(each.number());
            if (each.isIndexed()) {
                scope.setIndexedVariables(each.children());
            } else {
                scope.setNamedVariables(each.children());
            }
            scopes.add(scope);
        }
        ScopesResponse response = new ScopesResponse();
        response.setScopes(scopes.toArray(Scope[]::new));
        return response;
    }

    VariablesResponse variables(VariablesArguments arguments) {
        VariablesArgumentsFilter filter = arguments.getFilter();
        VariablesResponse response = new VariablesResponse();
        response.setVariables(stage
                .scopes()
                .variables(
                        arguments.getVariablesReference(),
                        filter == null ? null : filter == VariablesArgumentsFilter.INDEXED,
                        orZero(arguments.getStart()),
                        orZero(arguments.getCount()))
                .stream()
                .map(Convert::variable)
                .toArray(Variable[]::new));
        return response;
    }

    ActiveFrame frame(@Nullable Integer id) {
        return id == null ? stage.frames().top() : stage.frames().frame(id);
    }

    /** What a command says. */
    static EvaluateResponse typed(String text) {
        EvaluateResponse response = new EvaluateResponse();
        response.setResult(text);
        response.setVariablesReference(0);
        return response;
    }

    EvaluateResponse evaluate(EvaluateArguments arguments) {
        boolean whole = EvaluateArgumentsContext.CLIPBOARD.equals(arguments.getContext());
        Integer id = arguments.getFrameId();
        InnerPoint inner = id == null ? stage.session().inner() : stage.frames().inner(id);
        Evaluations.Result result = inner instanceof InnerPoint.Part part
                ? stage.evaluations().evaluate(arguments.getExpression(), part, whole)
                : stage.evaluations().evaluate(arguments.getExpression(), frame(id), whole);
        EvaluateResponse response = new EvaluateResponse();
        response.setResult(result.text());
        response.setType(result.type());
        int number = stage.scopes().number(result.variable());
        response.setVariablesReference(number);
        if (number > 0 && result.variable().value() instanceof JsonArray array) {
            response.setIndexedVariables(array.size());
        } else if (number > 0) {
            response.setNamedVariables(result.variable().children());
        }
        return response;
    }

    CompletionsResponse completions(CompletionsArguments arguments) {
        List<CompletionItem> items = new ArrayList<>();
        String text = arguments.getText();
        int column = convert.offset(text, arguments.getLine(), arguments.getColumn());
        for (Evaluations.Completion each : stage.commands().completions(text, column, frame(arguments.getFrameId()))) {
            CompletionItem item = new CompletionItem();
            item.setLabel(each.label());
            item.setStart(convert.columnToClient(each.start() + 1));
            item.setSortText(String.format(Locale.ROOT, "%04d", items.size())); // the order they are in is the best one
            item.setLength(each.length());
            item.setType(CompletionItemType.valueOf(each.kind().toUpperCase(Locale.ROOT)));
            items.add(item);
        }
        CompletionsResponse response = new CompletionsResponse();
        response.setTargets(items.toArray(CompletionItem[]::new));
        return response;
    }

    DataBreakpointInfoResponse dataBreakpointInfo(DataBreakpointInfoArguments arguments) {
        DataBreakpointInfoResponse response = new DataBreakpointInfoResponse();
        DataPath path;
        Integer number = arguments.getVariablesReference();
        if (number != null && number > 0) {
            path = stage.scopes().watchable(number, arguments.getName());
        } else {
            ActiveFrame frame = frame(arguments.getFrameId());
            DataPath found = DataPath.expression(arguments.getName(), frame);
            path = found == null ? null : stage.session().own(found, frame);
        }
        if (path == null) {
            response.setDescription("'" + arguments.getName()
                    + "' cannot be watched; parts of the context and of a task's input or output can");
            return response;
        }
        response.setDataId(path.id());
        response.setDescription(path.description());
        response.setAccessTypes(new DataBreakpointAccessType[] {DataBreakpointAccessType.WRITE});
        response.setCanPersist(true);
        return response;
    }

    ExceptionInfoResponse exceptionInfo() {
        WorkflowError error = stage.session().error();
        if (error == null) {
            throw Failures.refused("The session does not stand at an error");
        }
        ExceptionInfoResponse response = new ExceptionInfoResponse();
        response.setExceptionId(error.name());
        response.setDescription(error.summary());
        response.setBreakMode(stage.session().isCaught() ? ExceptionBreakMode.ALWAYS : ExceptionBreakMode.UNHANDLED);
        ExceptionDetails details = new ExceptionDetails();
        details.setMessage(error.summary());
        details.setTypeName(error.name());
        details.setFullTypeName(error.type());
        details.setStackTrace(JsonWriter.pretty(error.toJson()));
        response.setDetails(details);
        return response;
    }

    LoadedSourcesResponse loadedSources() {
        LoadedSourcesResponse response = new LoadedSourcesResponse();
        response.setSources(stage.sources().all().stream().map(Convert::source).toArray(Source[]::new));
        return response;
    }

    SourceResponse source(SourceArguments arguments) {
        Source wanted = arguments.getSource();
        Integer inside = wanted == null ? null : wanted.getSourceReference();
        Sources.Text text =
                stage.sources().numbered(inside == null || inside == 0 ? arguments.getSourceReference() : inside);
        SourceResponse response = new SourceResponse();
        response.setContent(text.source().text());
        response.setMimeType(text.source().name().endsWith(".json") ? "application/json" : "application/yaml");
        return response;
    }

    FloworkRequests.Steps timeline(FloworkRequests.Page page) {
        long from = page.from() == null ? 0 : Math.max(0, page.from());
        int count = page.count() == null ? 100 : Math.clamp(page.count(), 0, MOST_STEPS);
        List<FloworkRequests.StepItem> steps = new ArrayList<>();
        long total = stage.session().steps();
        if (from < total && count > 0) {
            stage.session()
                    .steps(
                            from,
                            Math.min(total, from + count),
                            step -> steps.add(new FloworkRequests.StepItem(
                                    step.at().t(),
                                    step.kind(),
                                    Convert.threadToClient(
                                            stage.session().thread(step.at().strand())),
                                    Instant.ofEpochMilli(step.at().time()).toString(),
                                    step.at().reference(),
                                    step.at().visit())));
        }
        return new FloworkRequests.Steps(steps, total, stage.session().at().t());
    }
}
