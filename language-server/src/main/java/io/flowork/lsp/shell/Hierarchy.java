package io.flowork.lsp.shell;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.text.Range;
import io.flowork.lsp.navigate.Calls;
import io.flowork.lsp.navigate.Calls.Callable;
import io.flowork.lsp.navigate.Spot;
import io.flowork.lsp.workspace.FileEntry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.eclipse.lsp4j.CallHierarchyIncomingCall;
import org.eclipse.lsp4j.CallHierarchyIncomingCallsParams;
import org.eclipse.lsp4j.CallHierarchyItem;
import org.eclipse.lsp4j.CallHierarchyOutgoingCall;
import org.eclipse.lsp4j.CallHierarchyOutgoingCallsParams;
import org.eclipse.lsp4j.CallHierarchyPrepareParams;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.lsp4j.jsonrpc.CompletableFutures;
import org.jspecify.annotations.Nullable;

/** Who runs whom. */
final class Hierarchy {
    private static final String KIND = "kind";
    private static final String NAME = "name";
    private static final String VERSION = "version";

    private final Answers answers;

    Hierarchy(Answers answers) {
        this.answers = answers;
    }

    /** Says to a client what can be asked. */
    void offer(ServerCapabilities capabilities) {
        capabilities.setCallHierarchyProvider(true);
    }

    CompletableFuture<List<CallHierarchyItem>> prepare(CallHierarchyPrepareParams params) {
        return answers.of(params.getTextDocument(), List.of(), snapshot -> {
            int offset = answers.convert().offset(snapshot.source(), params.getPosition());
            return Calls.at(snapshot, offset, answers.index()).stream()
                    .map(this::item)
                    .toList();
        });
    }

    CompletableFuture<List<CallHierarchyIncomingCall>> incoming(CallHierarchyIncomingCallsParams params) {
        return calls(
                params.getItem(),
                callable -> Calls.incoming(callable, answers.index()).stream()
                        .map(call -> new CallHierarchyIncomingCall(
                                item(call.other()), ranges(call.other().spot(), call.ranges())))
                        .toList());
    }

    CompletableFuture<List<CallHierarchyOutgoingCall>> outgoing(CallHierarchyOutgoingCallsParams params) {
        return calls(
                params.getItem(),
                callable -> Calls.outgoing(callable, answers.index()).stream()
                        .map(call -> new CallHierarchyOutgoingCall(
                                item(call.other()), ranges(callable.spot(), call.ranges())))
                        .toList());
    }

    private <T> CompletableFuture<List<T>> calls(@Nullable CallHierarchyItem asked, Function<Callable, List<T>> made) {
        CallHierarchyItem item = Failures.needed(asked, "item");
        return CompletableFutures.computeAsync(answers.worker(), cancelled -> {
            cancelled.checkCanceled();
            Callable callable = callable(item);
            return callable == null ? List.of() : made.apply(callable);
        });
    }

    private List<org.eclipse.lsp4j.Range> ranges(Spot in, List<Range> ranges) {
        return ranges.stream()
                .map(range -> answers.convert().range(in.source(), range))
                .toList();
    }

    private CallHierarchyItem item(Callable callable) {
        org.eclipse.lsp4j.Range place = answers.location(callable.spot()).getRange();
        CallHierarchyItem item = new CallHierarchyItem(
                callable.name(),
                switch (callable) {
                    case Callable.Workflow ignored -> SymbolKind.Module;
                    case Callable.OfEngine ignored -> SymbolKind.Interface;
                    case Callable.Function ignored -> SymbolKind.Function;
                },
                callable.spot().uri(),
                place,
                place);
        switch (callable) {
            case Callable.Workflow workflow -> {
                item.setDetail(workflow.version());
                item.setData(Map.of(KIND, "workflow", NAME, workflow.name(), VERSION, workflow.version()));
            }
            case Callable.OfEngine workflow -> {
                item.setDetail(workflow.version() + ", not in these folders: an engine may have it");
                item.setData(Map.of(KIND, "engine", NAME, workflow.name(), VERSION, workflow.version()));
            }
            case Callable.Function function -> {
                item.setDetail("function");
                item.setData(Map.of(KIND, "function", NAME, function.name()));
            }
        }
        return item;
    }

    /** What an item that was sent earlier stands for; null when its file is no longer there. */
    private @Nullable Callable callable(CallHierarchyItem item) {
        FileEntry file = answers.index()
                .entry(Failures.needed(item.getUri(), "item.uri"))
                .orElse(null);
        JsonObject data = data(item);
        if (file == null || data == null) {
            return null;
        }
        Range range = answers.convert().range(file.source(), item.getSelectionRange());
        Spot spot = new Spot(file.uri(), file.source(), range);
        return switch (text(data, KIND)) {
            case "workflow" -> new Callable.Workflow(text(data, NAME), text(data, VERSION), spot);
            case "engine" -> new Callable.OfEngine(text(data, NAME), text(data, VERSION), spot);
            default -> new Callable.Function(text(data, NAME), spot);
        };
    }

    private static @Nullable JsonObject data(CallHierarchyItem item) {
        try {
            return JsonReader.parse(String.valueOf(item.getData())) instanceof JsonObject object ? object : null;
        } catch (JsonSyntaxException e) {
            return null; // an item of somebody else
        }
    }

    private static String text(JsonObject data, String key) {
        return data.get(key) instanceof JsonString text ? text.value() : "";
    }
}
