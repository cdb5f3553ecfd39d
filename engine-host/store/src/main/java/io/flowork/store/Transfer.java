package io.flowork.store;

import io.flowork.core.codec.CodecException;
import io.flowork.core.codec.ValueCodec;
import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Moves runs between stores, with the proofs of their entries. */
public final class Transfer {
    static final int PAGE = 500;

    private Transfer() {}

    /** A run and all runs it started, directly or not: the run first, the others by level and id. */
    public static List<RunRecord> tree(Store store, String run) {
        List<RunRecord> tree = new ArrayList<>();
        tree.add(store.run(run).orElseThrow(() -> StoreException.noRun(run)));
        for (int i = 0; i < tree.size(); i++) {
            List<RunRecord> children = new ArrayList<>();
            RunQuery query = RunQuery.childrenOf(tree.get(i).id(), PAGE);
            List<RunRecord> page = store.runs(query);
            children.addAll(page);
            while (page.size() == PAGE) {
                page = store.runs(query.withAfter(page.getLast().id()));
                children.addAll(page);
            }
            children.sort(Comparator.comparing(RunRecord::id));
            for (RunRecord child : children) {
                if (!tree.contains(child)) {
                    tree.add(child);
                }
            }
        }
        return tree;
    }

    /** The hashes of the programs of a run: its own first, then those that branches go on with. */
    public static List<String> programs(Store from, RunRecord run) {
        List<String> programs = new ArrayList<>();
        programs.add(run.program());
        for (BranchRecord branch : from.branches(run.id())) {
            BranchRecord.Origin origin = branch.origin();
            if (origin != null) {
                for (SealedEntry first : from.sealed(run.id(), branch.number(), origin.seq() + 1, 1)) {
                    String program = first.kind().equals(BranchRecord.ASIDE) ? program(first) : null;
                    if (program != null && !programs.contains(program)) {
                        programs.add(program);
                    }
                }
            }
        }
        return programs;
    }

    /** The hashes of the programs that forks put in place of the run's own on a branch, in the order in which they did. */
    public static List<String> programs(Store from, RunRecord run, int number) {
        List<String> programs = new ArrayList<>();
        List<BranchRecord> all = from.branches(run.id());
        BranchRecord branch = BranchRecord.find(all, run.id(), number);
        for (BranchRecord.Origin origin = branch.origin(); origin != null; origin = branch.origin()) {
            for (SealedEntry first : from.sealed(run.id(), branch.number(), origin.seq() + 1, 1)) {
                String program = first.kind().equals(BranchRecord.ASIDE) ? program(first) : null;
                if (program != null) {
                    programs.addFirst(program);
                }
            }
            branch = BranchRecord.find(all, run.id(), origin.branch());
        }
        return programs;
    }

    private static @Nullable String program(SealedEntry first) {
        byte[] payload = first.payload();
        try {
            return payload != null
                            && ValueCodec.decode(payload) instanceof JsonObject aside
                            && aside.get("program") instanceof JsonString program
                    ? program.value()
                    : null;
        } catch (CodecException e) {
            return null; // following its hashes tells
        }
    }

    /** What stores a program that a run needs. */
    public static Write program(Store from, RunRecord run, String hash) {
        return new Write.PutProgram(from.program(hash)
                .orElseThrow(() -> new StoreException(
                        StoreException.Kind.DAMAGED,
                        "The program %s of run %s is missing. Restore a backup.".formatted(hash, run.id()))));
    }

    /** What stores the programs of a run. */
    public static List<Write> programWrites(Store from, RunRecord run) {
        return programs(from, run).stream()
                .map(hash -> program(from, run, hash))
                .toList();
    }

    /**
     * What stores a run as it is, without its program.
     *
     * @param status the status it is to have
     * @param entries the most entries to take
     */
    public static List<Write> run(Store from, RunRecord run, Status status, long entries) {
        List<Write> writes = new ArrayList<>();
        RunData data = from.data(run.id());
        writes.add(new Write.CreateRun(
                run.id(), run.program(), status, run.semantics(), run.created(), data.input(), run.parent()));
        Write how = new Write.UpdateRun(run.id(), status, run.started(), run.ended(), data.output(), data.error());
        writes.add(how);
        long left = entries;
        for (BranchRecord branch : from.branches(run.id())) {
            BranchRecord.Origin origin = branch.origin();
            if (origin != null && left > 0) {
                writes.add(new Write.Fork(run.id(), branch.number(), origin));
                writes.add(how); // a fork goes on; this one has gone on to here
            }
            left -= entries(from, branch, run.id(), left, writes);
        }
        return writes;
    }

    /** Copies a branch's own entries, so many at most; says how many there were. */
    private static long entries(Store from, BranchRecord branch, String run, long most, List<Write> writes) {
        BranchRecord.Origin origin = branch.origin();
        long first = origin == null ? 0 : origin.seq() + 1;
        long seq = first;
        List<SealedEntry> page;
        do {
            int wanted = (int) Math.min(PAGE, most - (seq - first));
            page = wanted == 0 ? List.of() : from.sealed(run, branch.number(), seq, wanted);
            if (!page.isEmpty()) {
                writes.add(new Write.AppendSealed(run, branch.number(), page));
            }
            seq += page.size();
        } while (!page.isEmpty());
        return seq - first;
    }

    /** Whether a run is in another store too, and the same there. */
    public static boolean same(Store one, Store other, RunRecord run) {
        Optional<RunRecord> there = other.run(run.id());
        if (there.isEmpty() || !there.get().equals(run) || !other.data(run.id()).equals(one.data(run.id()))) {
            return false;
        }
        Verification here = one.verify(run.id());
        Verification copy = other.verify(run.id());
        if (!here.intact() || !copy.intact() || here.entries() != copy.entries()) {
            return false;
        }
        List<BranchRecord> branches = one.branches(run.id());
        return branches.equals(other.branches(run.id()))
                && branches.stream().allMatch(branch -> sameEnd(one, other, run.id(), branch));
    }

    private static boolean sameEnd(Store one, Store other, String run, BranchRecord branch) {
        List<SealedEntry> last = one.sealed(run, branch.number(), branch.next() - 1, 1);
        List<SealedEntry> there = other.sealed(run, branch.number(), branch.next() - 1, 1);
        return last.isEmpty()
                ? there.isEmpty()
                : !there.isEmpty()
                        && Arrays.equals(
                                last.getFirst().chain(), there.getFirst().chain());
    }
}
