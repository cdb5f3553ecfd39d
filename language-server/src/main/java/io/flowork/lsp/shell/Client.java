package io.flowork.lsp.shell;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CodeLensWorkspaceCapabilities;
import org.eclipse.lsp4j.InlayHintWorkspaceCapabilities;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.ProgressParams;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.WindowClientCapabilities;
import org.eclipse.lsp4j.WorkDoneProgressBegin;
import org.eclipse.lsp4j.WorkDoneProgressCreateParams;
import org.eclipse.lsp4j.WorkDoneProgressEnd;
import org.eclipse.lsp4j.WorkDoneProgressReport;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.services.LanguageClient;
import org.jspecify.annotations.Nullable;

/** The client: what it can do, and how it is told and asked. What it cannot do is left out. */
final class Client {
    private static final System.Logger LOG = System.getLogger(Client.class.getName());

    private final Supplier<@Nullable LanguageClient> proxy;
    private final AtomicLong works = new AtomicLong();
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();
    private volatile ClientCapabilities can = new ClientCapabilities();
    private volatile Set<String> commands = Set.of();

    /** A client that has said nothing yet. */
    Client(Supplier<@Nullable LanguageClient> proxy) {
        this.proxy = proxy;
    }

    /** It has said what it can do. */
    void can(@Nullable ClientCapabilities capabilities) {
        can = capabilities == null ? new ClientCapabilities() : capabilities;
    }

    /** It has said which commands it has itself. */
    void has(Set<String> named) {
        commands = Set.copyOf(named);
    }

    /** The commands that it has itself. */
    Set<String> commands() {
        return commands;
    }

    /** What stands beside the text may have become another: the client asks again where it can be told to. */
    void refreshBeside() {
        if (workspace(workspace -> said(workspace.getCodeLens(), CodeLensWorkspaceCapabilities::getRefreshSupport))) {
            request(LanguageClient::refreshCodeLenses);
        }
        if (workspace(workspace -> said(workspace.getInlayHint(), InlayHintWorkspaceCapabilities::getRefreshSupport))) {
            request(LanguageClient::refreshInlayHints);
        }
    }

    private static <T> @Nullable Object said(@Nullable T part, Function<T, @Nullable Boolean> refreshes) {
        return part == null ? null : refreshes.apply(part);
    }

    /** What it can do, as it said. */
    ClientCapabilities capabilities() {
        return can;
    }

    /** Something of what it can do with texts; false when that is not said. */
    boolean text(Function<TextDocumentClientCapabilities, @Nullable Object> part) {
        TextDocumentClientCapabilities text = can.getTextDocument();
        return text != null && isSaid(part.apply(text));
    }

    /** Something of what it can do with its folders; false when that is not said. */
    boolean workspace(Function<WorkspaceClientCapabilities, @Nullable Object> part) {
        WorkspaceClientCapabilities workspace = can.getWorkspace();
        return workspace != null && isSaid(part.apply(workspace));
    }

    private static boolean isSaid(@Nullable Object said) {
        return said != null && !Boolean.FALSE.equals(said);
    }

    private boolean showsProgress() {
        WindowClientCapabilities window = can.getWindow();
        return window != null && Boolean.TRUE.equals(window.getWorkDoneProgress());
    }

    /** Tells it something, once it can be spoken to. */
    void tell(Consumer<LanguageClient> message) {
        LanguageClient listening = proxy.get();
        if (listening != null) {
            message.accept(listening);
        }
    }

    /** Asks it something whose answer does not matter; that it cannot answer is noted. */
    void request(Function<LanguageClient, CompletableFuture<?>> question) {
        tell(listening -> {
            var _ = question.apply(listening).exceptionally(failure -> {
                LOG.log(System.Logger.Level.DEBUG, "The client refused a request", failure);
                return null;
            });
        });
    }

    /** Shows its user what is wrong with the surroundings. */
    void warn(String message) {
        tell(listening -> listening.showMessage(new MessageParams(MessageType.Warning, "Flowork: " + message)));
    }

    /** Work that takes its time has begun. */
    Work begin(String title) {
        if (!showsProgress()) {
            return new Work(null, title);
        }
        String token = "flowork-" + works.incrementAndGet();
        request(listening -> listening.createProgress(new WorkDoneProgressCreateParams(Either.forLeft(token))));
        return new Work(token, title);
    }

    /** The user wants no more of some work. */
    void stop(Either<String, Integer> token) {
        if (token.isLeft()) {
            stopped.add(token.getLeft());
        }
    }

    /** Work that is shown to the user while it lasts, if that is possible. */
    final class Work implements AutoCloseable {
        private final @Nullable String token;
        private int told = -1;

        private Work(@Nullable String token, String title) {
            this.token = token;
            if (token != null) {
                WorkDoneProgressBegin begin = new WorkDoneProgressBegin();
                begin.setTitle(title);
                begin.setCancellable(true);
                begin.setPercentage(0);
                notify(Either.forLeft(begin));
            }
        }

        /** It has come further; the client hears of each whole percent. */
        void report(int done, int all) {
            int percent = (int) (100L * done / Math.max(1, all));
            if (token != null && percent != told) {
                told = percent;
                WorkDoneProgressReport report = new WorkDoneProgressReport();
                report.setPercentage(percent);
                report.setMessage(done + " of " + all);
                notify(Either.forLeft(report));
            }
        }

        /** Whether the user wants no more of it. */
        boolean isStopped() {
            return token != null && stopped.contains(token);
        }

        private void notify(Either<org.eclipse.lsp4j.WorkDoneProgressNotification, Object> value) {
            if (token != null) {
                tell(listening -> listening.notifyProgress(new ProgressParams(Either.forLeft(token), value)));
            }
        }

        @Override
        public void close() {
            notify(Either.forLeft(new WorkDoneProgressEnd()));
            if (token != null) {
                stopped.remove(token);
            }
        }
    }
}
