package io.flowork.lsp.lens;

import io.flowork.grammar.text.Range;
import io.flowork.grammar.workspace.WorkflowFacts;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.hint.TimeWords;
import io.flowork.lsp.lens.Lens.Kind;
import io.flowork.lsp.navigate.Across;
import io.flowork.lsp.navigate.Spot;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.recorded.PastRun;
import io.flowork.lsp.recorded.RecordedWorkflow;
import io.flowork.lsp.workspace.WorkspaceIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The lenses of a workflow. */
public final class Lenses {
    /** From so many runs on, only the last ones were counted. */
    private static final int COUNTED = 1_000;

    private record Target(int list, String name) {}

    private Lenses() {}

    /**
     * The lenses of a text, in its order; what they say is found when it is asked for. That nobody uses a name of the text
     * itself is said; that other files do not use what they could is as usual as not, so there is no lens.
     *
     * @param index the files in which there may be references
     */
    public static List<Lens> of(Snapshot snapshot, Set<Kind> wanted, WorkspaceIndex index) {
        List<Lens> lenses = new ArrayList<>();
        if (!(snapshot.root() instanceof MappingNode root)) {
            return lenses;
        }
        for (MappingNode.Entry entry : root.entries()) {
            if (entry.name().equals("document")) {
                Range head = entry.key().range();
                List.of(Kind.RUN, Kind.DEBUG, Kind.TEST).forEach(kind -> add(lenses, wanted, kind, head));
                if (snapshot.recorded().isPresent()) {
                    List.of(Kind.LAST, Kind.SHARE).forEach(kind -> add(lenses, wanted, kind, head));
                }
                break;
            }
        }
        if (wanted.contains(Kind.REFERENCES)) {
            Across.Used used = Across.Used.in(index);
            WorkflowFacts.Identity identity = snapshot.facts().identity();
            if (identity != null && used.workflows().contains(identity.title())) {
                lenses.add(new Lens(Kind.REFERENCES, identity.range()));
            }
            references(snapshot.outline(), used, lenses);
        }
        return lenses;
    }

    private static void add(List<Lens> lenses, Set<Kind> wanted, Kind kind, Range range) {
        if (wanted.contains(kind)) {
            lenses.add(new Lens(kind, range));
        }
    }

    /** Names of {@code use}, tasks that others jump to, and types of events that are emitted and waited for. */
    private static void references(Outline outline, Across.Used used, List<Lens> lenses) {
        for (Outline.Definition definition : outline.definitions()) {
            lenses.add(new Lens(Kind.REFERENCES, definition.key().range()));
        }
        Set<Target> targets = new HashSet<>();
        outline.jumps()
                .forEach(jump -> targets.add(new Target(jump.list(), jump.node().text())));
        for (Outline.TaskName task : outline.tasks()) {
            if (targets.contains(new Target(task.list(), task.name()))) {
                lenses.add(new Lens(Kind.REFERENCES, task.key().range()));
            }
        }
        for (Outline.EventType event : outline.events()) {
            if (event.emitted() && used.events().contains(event.type())) {
                lenses.add(new Lens(Kind.REFERENCES, event.range()));
            }
        }
    }

    /**
     * What a lens says; nothing if the text has changed so that there is no such lens.
     *
     * @param index the files in which there may be references
     */
    public static Optional<LensText> text(Snapshot snapshot, Lens lens, WorkspaceIndex index) {
        return switch (lens.kind()) {
            case RUN -> Optional.of(LensText.of("Run"));
            case DEBUG -> Optional.of(LensText.of("Debug"));
            case TEST -> Optional.of(LensText.of("Test"));
            case LAST -> snapshot.recorded().flatMap(recorded -> last(snapshot, recorded));
            case SHARE -> snapshot.recorded().flatMap(Lenses::share);
            case REFERENCES ->
                Across.anyAt(snapshot, lens.range().start(), index).map(found -> references(found.uses()));
        };
    }

    private static LensText references(List<Spot> uses) {
        String title =
                uses.isEmpty() ? "no references" : uses.size() == 1 ? "1 reference" : uses.size() + " references";
        return new LensText(title, null, uses);
    }

    private static Optional<LensText> last(Snapshot snapshot, RecordedWorkflow recorded) {
        if (recorded.runs().isEmpty()) {
            return Optional.empty();
        }
        PastRun run = recorded.runs().getFirst();
        String how = switch (run.outcome()) {
            case COMPLETED -> "✓";
            case FAULTED -> "✗";
            case CANCELLED -> "cancelled";
            case UNFINISHED -> "not ended";
        };
        String took = run.millis() == null ? "" : " " + TimeWords.duration(run.millis());
        boolean same = snapshot.source().text().equals(recorded.text());
        return Optional.of(
                new LensText("last run " + how + took + (same ? "" : ", before changes"), run.id(), List.of()));
    }

    private static Optional<LensText> share(RecordedWorkflow recorded) {
        int ended = recorded.ended();
        if (ended == 0) {
            return Optional.empty();
        }
        String runs = ended == 1 ? "1 run" : (ended >= COUNTED ? "the last " : "") + ended + " runs";
        int all = recorded.completed() == ended ? 100 : 99;
        int least = recorded.completed() == 0 ? 0 : 1;
        long percent = Math.clamp(Math.round(100.0 * recorded.completed() / ended), least, all);
        return Optional.of(LensText.of(percent + " % of " + runs));
    }
}
