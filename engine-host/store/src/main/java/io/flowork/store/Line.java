package io.flowork.store;

import io.flowork.core.history.Recording;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A branch with all that it shares: pieces of branches, one after the other. */
final class Line {
    /**
     * What is on the line of a branch.
     *
     * @param last the number of its last entry there
     * @param lastT the number of the step before which the line leaves it
     */
    private record Piece(int branch, long last, long lastT) {}

    private final Store store;
    private final String run;
    private final List<Piece> pieces;

    private Line(Store store, String run, List<Piece> pieces) {
        this.store = store;
        this.run = run;
        this.pieces = pieces;
    }

    static Line of(Store store, String run, int branch) {
        List<BranchRecord> branches = store.branches(run);
        Deque<Piece> pieces = new ArrayDeque<>();
        long last = Long.MAX_VALUE;
        long lastT = Long.MAX_VALUE;
        BranchRecord.Origin from = new BranchRecord.Origin(branch, last);
        while (from != null) {
            last = Math.min(last, from.seq());
            pieces.addFirst(new Piece(from.branch(), last, lastT));
            int at = from.branch();
            from = BranchRecord.find(branches, run, at).origin();
            if (from != null) {
                List<SealedEntry> first = store.sealed(run, at, from.seq() + 1, 1);
                lastT = Math.min(
                        lastT,
                        first.isEmpty() ? Long.MAX_VALUE : first.getFirst().t());
            }
        }
        return new Line(store, run, List.copyOf(pieces));
    }

    /** The branch that has an entry. */
    int owner(long seq) {
        for (Piece piece : pieces) {
            if (seq <= piece.last) {
                return piece.branch;
            }
        }
        throw new IllegalStateException("the last piece has no end");
    }

    /** The number of the last entry that two lines share. */
    long shared(Line other) {
        long shared = -1;
        for (int i = 0; i < Math.min(pieces.size(), other.pieces.size()); i++) {
            Piece mine = pieces.get(i);
            Piece theirs = other.pieces.get(i);
            if (mine.branch != theirs.branch) {
                return shared;
            }
            shared = Math.min(mine.last, theirs.last);
            if (mine.last != theirs.last) {
                return shared;
            }
        }
        return shared;
    }

    List<ChainedEntry> entries(long from, int limit) {
        List<ChainedEntry> entries = new ArrayList<>();
        for (Piece piece : pieces) {
            long next = from + entries.size();
            if (next <= piece.last && entries.size() < limit) {
                long most = Math.min(limit - (long) entries.size(), piece.last - next + 1);
                entries.addAll(Verifier.entries(store, run, piece.branch, next, (int) most));
            }
        }
        return entries;
    }

    List<Recording.Checkpoint> checkpoints() {
        List<Recording.Checkpoint> checkpoints = new ArrayList<>();
        long after = -1;
        for (Piece piece : pieces) {
            for (Recording.Checkpoint checkpoint : store.checkpoints(run, piece.branch)) {
                if (checkpoint.seq() > after && checkpoint.seq() <= piece.last && checkpoint.t() <= piece.lastT) {
                    checkpoints.add(checkpoint);
                }
            }
            after = piece.last;
        }
        return checkpoints;
    }

    Optional<Snapshot> snapshot(long atOrBefore) {
        for (Piece piece : pieces.reversed()) {
            Optional<Snapshot> found = store.snapshot(run, piece.branch, Math.min(piece.last, atOrBefore));
            while (found.isPresent() && found.get().t() > piece.lastT) { // taken after the line has left the branch
                found = store.snapshot(
                        run, piece.branch, found.get().seq(), found.get().t() - 1);
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
