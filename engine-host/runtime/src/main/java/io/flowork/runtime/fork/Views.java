package io.flowork.runtime.fork;

import io.flowork.api.BranchInfo;
import io.flowork.api.RunStatus;
import io.flowork.core.history.fork.Answers;
import io.flowork.core.history.fork.Branch;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Aside;
import io.flowork.core.machine.Edit;
import io.flowork.core.machine.EffectPolicy;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.InputJson;
import io.flowork.core.machine.State;
import io.flowork.grammar.json.JsonObject;
import io.flowork.runtime.history.Shown;
import io.flowork.store.BranchRecord;
import io.flowork.store.RunRecord;
import io.flowork.store.SealedEntry;
import io.flowork.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Branches as the API has them. */
final class Views {
    private Views() {}

    /** What makes a branch one beside a run, by its first entry; null if it is a branch of the run's own. */
    static @Nullable Aside aside(JournalEntry first) {
        return InputJson.read(first.kind(), first.payload()) instanceof Input.Forked forked ? forked.aside() : null;
    }

    /** Whether nothing but the number of a branch is left. */
    static boolean isDeleted(Store store, String run, BranchRecord branch) {
        BranchRecord.Origin origin = branch.origin();
        if (origin == null) {
            return false;
        }
        List<SealedEntry> first = store.sealed(run, branch.number(), origin.seq() + 1, 1);
        return !first.isEmpty() && first.getFirst().payload() == null;
    }

    /**
     * A branch.
     *
     * @param end the state it has come to
     * @param branch the branch as it was made just now; null if it is only looked at
     */
    static BranchInfo info(Store store, RunRecord run, int number, State end, @Nullable Branch branch) {
        BranchRecord record = store.branches(run.id()).stream()
                .filter(each -> each.number() == number)
                .findFirst()
                .orElseThrow();
        BranchRecord.Origin origin = record.origin();
        List<JournalEntry> first = origin == null ? List.of() : store.entries(run.id(), number, origin.seq() + 1, 1);
        JournalEntry began = first.isEmpty() ? null : first.getFirst();
        Input.Forked forked =
                began != null && InputJson.read(began.kind(), began.payload()) instanceof Input.Forked input
                        ? input
                        : null;
        Aside aside = forked == null ? null : forked.aside();
        return new BranchInfo(
                run.id(),
                number,
                aside == null,
                aside != null
                        ? Integer.valueOf(aside.from())
                        : origin == null ? null : Integer.valueOf(origin.branch()),
                origin == null ? null : origin.seq(),
                began == null ? null : began.t(),
                aside == null ? null : aside.by(),
                forked == null ? null : forked.reason(),
                aside == null
                        ? List.of()
                        : aside.edits().stream().map(Views::edited).toList(),
                aside == null ? null : aside.program(),
                aside == null ? null : aside.effects().toJson(),
                status(end),
                end.t(),
                end.output(),
                end.error() == null ? null : end.error().toJson(),
                branch != null ? wanted(branch.wanted()) : aside == null ? List.of() : pending(end, aside.effects()));
    }

    private static RunStatus status(State end) {
        return RunStatus.valueOf(end.status().name());
    }

    private static BranchInfo.Edited edited(Edit edit) {
        return new BranchInfo.Edited(edit.text(), edit.visit() < 0 ? null : edit.visit(), Shown.of(edit.value()));
    }

    private static List<BranchInfo.Wanted> wanted(List<Answers.Wanted> wanted) {
        return wanted.stream().map(Views::wanted).toList();
    }

    private static BranchInfo.Wanted wanted(Answers.Wanted wanted) {
        JsonObject request = wanted.effect().request(0);
        return new BranchInfo.Wanted(
                wanted.effect().what(), wanted.effect().reference(), Shown.of(request), wanted.live());
    }

    private static List<BranchInfo.Wanted> pending(State end, EffectPolicy policy) {
        return end.pendingEffects().stream()
                .map(effect -> wanted(new Answers.Wanted(effect, policy.isLive(effect))))
                .toList();
    }
}
