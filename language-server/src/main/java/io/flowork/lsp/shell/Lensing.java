package io.flowork.lsp.shell;

import io.flowork.grammar.text.Range;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.lens.Lens;
import io.flowork.lsp.lens.LensText;
import io.flowork.lsp.lens.Lenses;
import io.flowork.lsp.workspace.Settings;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.CodeLensOptions;
import org.eclipse.lsp4j.CodeLensParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.TextDocumentIdentifier;

/** What stands above parts of a text. */
final class Lensing {
    /** The command of what can only be read. */
    private static final String NONE = "";

    private final Answers answers;
    private final Supplier<Settings> settings;
    private final Supplier<Set<String>> commands;

    /**
     * Lenses.
     *
     * @param commands the client's own commands
     */
    Lensing(Answers answers, Supplier<Settings> settings, Supplier<Set<String>> commands) {
        this.answers = answers;
        this.settings = settings;
        this.commands = commands;
    }

    /** Says to a client what can be asked. */
    void offer(ServerCapabilities capabilities) {
        capabilities.setCodeLensProvider(new CodeLensOptions(true));
    }

    private Set<Lens.Kind> wanted() {
        if (!settings.get().codeLenses()) {
            return EnumSet.noneOf(Lens.Kind.class);
        }
        Set<Lens.Kind> wanted = EnumSet.allOf(Lens.Kind.class);
        Set<String> can = commands.get();
        wanted.removeIf(kind -> switch (kind) {
            case RUN -> !can.contains(ClientCommands.RUN);
            case DEBUG -> !can.contains(ClientCommands.DEBUG);
            case TEST -> !can.contains(ClientCommands.TEST);
            case LAST, SHARE, REFERENCES -> false;
        });
        return wanted;
    }

    CompletableFuture<List<? extends CodeLens>> codeLens(CodeLensParams params) {
        return answers.of(
                params.getTextDocument(),
                List.of(),
                snapshot -> Lenses.of(snapshot, wanted(), answers.index()).stream()
                        .map(lens -> new CodeLens(
                                answers.convert().range(snapshot.source(), lens.range()),
                                null,
                                new ResolveData(snapshot.uri(), lens.kind().name(), "").told()))
                        .toList());
    }

    CompletableFuture<CodeLens> resolveCodeLens(CodeLens asked) {
        ResolveData data = ResolveData.of(asked.getData()).orElse(null);
        if (data == null) {
            return CompletableFuture.completedFuture(asked);
        }
        return answers.of(new TextDocumentIdentifier(data.uri()), asked, snapshot -> {
            Range range = answers.convert().range(snapshot.source(), asked.getRange());
            for (Lens.Kind kind : Lens.Kind.values()) {
                if (kind.name().equals(data.kind())) {
                    Lenses.text(snapshot, new Lens(kind, range), answers.index())
                            .ifPresent(text -> asked.setCommand(command(snapshot, kind, range, text)));
                }
            }
            return asked;
        });
    }

    private Command command(Snapshot snapshot, Lens.Kind kind, Range range, LensText text) {
        String uri = snapshot.uri();
        return switch (kind) {
            case RUN -> command(text, ClientCommands.RUN, List.of(uri, ""));
            case DEBUG -> command(text, ClientCommands.DEBUG, List.of(uri, ""));
            case TEST -> command(text, ClientCommands.TEST, List.of(uri, ""));
            case LAST -> command(text, ClientCommands.SHOW_RUN, List.of(uri, String.valueOf(text.run())));
            case SHARE -> new Command(text.title(), NONE);
            case REFERENCES ->
                command(
                        text,
                        text.places().isEmpty() ? NONE : ClientCommands.SHOW_REFERENCES,
                        List.of(
                                uri,
                                answers.convert().position(snapshot.source(), range.start()),
                                text.places().stream().map(answers::location).toList()));
        };
    }

    /** A command that the client has, or one that does nothing. */
    private Command command(LensText text, String name, List<Object> arguments) {
        return commands.get().contains(name)
                ? new Command(text.title(), name, arguments)
                : new Command(text.title(), NONE);
    }
}
