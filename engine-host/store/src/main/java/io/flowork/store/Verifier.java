package io.flowork.store;

import io.flowork.core.codec.CodecException;
import io.flowork.core.codec.ValueCodec;
import io.flowork.core.journal.Chain;
import io.flowork.core.journal.JournalEntry;
import io.flowork.grammar.json.JsonObject;
import java.util.ArrayList;
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
        RunRecord run = store.run(id).orElseThrow(() -> StoreException.noRun(id));
        return new Verifier(store, run).verify();
    }

    static List<ChainedEntry> entries(Store store, String run, int branch, long from, int limit) {
        BranchRecord.Origin origin = branch == 0
                ? null
                : BranchRecord.find(store.branches(run), run, branch).origin();
        long begin = origin == null ? 0 : origin.seq() + 1;
        boolean first = from <= begin;
        List<SealedEntry> sealed = store.sealed(run, branch, first ? begin : from - 1, first ? limit : limit + 1);
        byte[] chain = null;
        if (origin != null && first) {
            List<SealedEntry> before = store.sealed(run, origin.branch(), origin.seq(), 1);
            chain = before.isEmpty() ? null : before.getFirst().chain();
        } else if (first) {
            chain = start(store.run(run).orElseThrow(() -> StoreException.noRun(run)));
        }
        List<ChainedEntry> entries = new ArrayList<>(sealed.size());
        for (SealedEntry entry : sealed) {
            if (entry.seq() >= from) {
                String problem = chain == null ? null : check(entry, Math.max(from, begin) + entries.size(), chain);
                if (problem != null) {
                    throw damaged(run, entry.seq(), problem, null);
                }
                entries.add(new ChainedEntry(open(run, entry), entry.chain()));
            }
            chain = entry.chain();
        }
        return entries;
    }

    private static JournalEntry open(String run, SealedEntry entry) {
        byte[] payload = entry.payload();
        if (payload == null) {
            throw new StoreException(
                    StoreException.Kind.NOT_FOUND,
                    "The payload of entry %d of run %s was erased, so the run cannot be replayed from there."
                            .formatted(entry.seq(), run));
        }
        try {
            if (ValueCodec.decode(payload) instanceof JsonObject object) {
                return new JournalEntry(entry.seq(), entry.t(), entry.time(), entry.kind(), object, entry.stateHash());
            }
            throw damaged(run, entry.seq(), "its payload is no object", null);
        } catch (CodecException e) {
            throw damaged(run, entry.seq(), "its payload is " + e.getMessage(), e);
        }
    }

    private static byte[] start(RunRecord run) {
        return Chain.start(run.id(), run.program(), run.semantics());
    }

    private static StoreException damaged(String run, long seq, String problem, @Nullable Throwable cause) {
        return new StoreException(
                StoreException.Kind.DAMAGED,
                "The journal of run %s is damaged: %s. Entries before %d are intact; restore a backup, or run 'flowork doctor' to save what is left to a new store."
                        .formatted(run, problem, seq),
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
        return new Verification(run.id(), entries, erased, program());
    }

    private @Nullable String program() {
        for (String hash : Transfer.programs(store, run)) {
            if (store.program(hash)
                    .filter(program -> StoredProgram.hash(program.text()).equals(program.hash()))
                    .isEmpty()) {
                return hash.equals(run.program())
                        ? "the text of its program is not the one that ran"
                        : "the program %s of a branch is missing, or its text is not the one that ran".formatted(hash);
            }
        }
        return null;
    }

    private @Nullable String branch(BranchRecord branch) {
        BranchRecord.Origin origin = branch.origin();
        long seq = 0;
        byte[] chain = start(run);
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
                return seq < branch.next() ? "entry %d is missing".formatted(seq) : null;
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
        byte[] salt = entry.salt();
        if (entry.payload() != null && (salt == null || salt.length != Chain.SALT_BYTES)) {
            return "the payload of entry %d is not the one that was recorded".formatted(seq);
        }
        if (!Arrays.equals(entry.chainAfter(previous), entry.chain())) {
            return "the hash of entry %d does not follow from the entries before it".formatted(seq);
        }
        return null;
    }
}
