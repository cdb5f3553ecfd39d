package io.flowork.store;

import io.flowork.core.journal.Chain;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows the hash chains of a run through all of its branches. */
final class Verifier {
    private static final int PAGE = 256;

    private final Store store;
    private final RunRecord run;
    private final Map<BranchRecord.Origin, byte[]> forks = new HashMap<>();
    private long entries;
    private long erased;

    private Verifier(Store store, RunRecord run) {
        this.store = store;
        this.run = run;
    }

    static Verification verify(Store store, String id) {
        RunRecord run = store.run(id)
                .orElseThrow(() ->
                        new StoreException(StoreException.Kind.NOT_FOUND, "There is no run %s here.".formatted(id)));
        return new Verifier(store, run).verify();
    }

    static StoreException damaged(String run, long seq, String problem, @Nullable Throwable cause) {
        return new StoreException(
                StoreException.Kind.DAMAGED,
                "Entry %d of run %s is damaged: %s. The entries before it are intact; restore a backup, or go on from what is left."
                        .formatted(seq, run, problem),
                cause);
    }

    private Verification verify() {
        List<BranchRecord> branches = store.branches(run.id());
        for (BranchRecord branch : branches) {
            BranchRecord.Origin origin = branch.origin();
            if (origin != null) {
                forks.put(origin, new byte[0]);
            }
        }
        for (BranchRecord branch : branches) {
            String problem = branch(branch);
            if (problem != null) {
                return new Verification(run.id(), entries, erased, problem);
            }
        }
        return new Verification(run.id(), entries, erased, null);
    }

    private @Nullable String branch(BranchRecord branch) {
        BranchRecord.Origin origin = branch.origin();
        long seq = 0;
        byte[] chain = Chain.start(run.id(), run.program(), run.semantics());
        if (origin != null) {
            seq = origin.seq() + 1;
            chain = forks.getOrDefault(origin, new byte[0]);
        }
        while (true) {
            List<SealedEntry> page;
            try {
                page = store.sealed(run.id(), branch.number(), seq, PAGE);
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.DAMAGED) {
                    throw e;
                }
                return unreadable(branch, seq, chain, e);
            }
            for (SealedEntry entry : page) {
                String problem = check(entry, seq, chain);
                if (problem != null) {
                    return problem;
                }
                chain = accept(branch, entry);
                seq++;
            }
            if (page.size() < PAGE) {
                return null;
            }
        }
    }

    /** Reads what cannot be read in one piece entry by entry, up to the one that is damaged. */
    private String unreadable(BranchRecord branch, long from, byte[] start, StoreException failure) {
        byte[] chain = start;
        for (long seq = from; ; seq++) {
            try {
                List<SealedEntry> one = store.sealed(run.id(), branch.number(), seq, 1);
                String problem =
                        one.isEmpty() ? "entry %d is missing".formatted(seq) : check(one.getFirst(), seq, chain);
                if (problem != null) {
                    return problem;
                }
                chain = accept(branch, one.getFirst());
            } catch (StoreException e) {
                return "entry %d cannot be read: %s".formatted(seq, failure.getMessage());
            }
        }
    }

    private byte[] accept(BranchRecord branch, SealedEntry entry) {
        entries++;
        if (entry.payload() == null) {
            erased++;
        }
        forks.computeIfPresent(new BranchRecord.Origin(branch.number(), entry.seq()), (origin, old) -> entry.chain());
        return entry.chain();
    }

    private static @Nullable String check(SealedEntry entry, long seq, byte[] previous) {
        if (entry.seq() != seq) {
            return "entry %d is missing".formatted(seq);
        }
        byte[] payload = entry.payload();
        byte[] salt = entry.salt();
        if (payload != null
                && (salt == null
                        || salt.length != Chain.SALT_BYTES
                        || !Arrays.equals(Chain.commitment(salt, payload), entry.commitment()))) {
            return "the payload of entry %d is not the one that was recorded".formatted(seq);
        }
        if (!Arrays.equals(entry.chainAfter(previous), entry.chain())) {
            return "the hash of entry %d does not follow from the entries before it".formatted(seq);
        }
        return null;
    }
}
