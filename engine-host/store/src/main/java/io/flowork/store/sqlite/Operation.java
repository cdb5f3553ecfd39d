package io.flowork.store.sqlite;

import io.flowork.core.codec.ValueCodec;
import io.flowork.core.journal.Chain;
import io.flowork.core.journal.JournalEntry;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.SealedEntry;
import io.flowork.store.StoredCommand;
import io.flowork.store.StoredProgram;
import io.flowork.store.StoredSchedule;
import io.flowork.store.StoredWebhook;
import io.flowork.store.Write;
import io.flowork.store.payload.Packed;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A write with everything encoded, cut and hashed that can be before the writer's turn. */
sealed interface Operation {
    record PutProgram(StoredProgram program) implements Operation {}

    record PutWorkflow(Write.PutWorkflow put) implements Operation {}

    record PutSchedule(StoredSchedule schedule) implements Operation {}

    record DeleteSchedule(Write.DeleteSchedule which) implements Operation {}

    record PutWebhook(StoredWebhook webhook) implements Operation {}

    record DeleteWebhook(String id) implements Operation {}

    record PutCommand(StoredCommand command) implements Operation {}

    record CreateRun(Write.CreateRun run, Packed input) implements Operation {}

    record Append(String run, int branch, List<Entry> entries) implements Operation {}

    record Fork(Write.Fork fork) implements Operation {}

    record DeleteBranch(String run, int branch) implements Operation {}

    record UpdateRun(
            Write.UpdateRun run,
            @Nullable Packed output,
            @Nullable Packed error) implements Operation {}

    record PutSnapshot(Write.PutSnapshot put, Packed state) implements Operation {}

    record DeleteSnapshots(String run) implements Operation {}

    /** Removes a family of runs that have ended. */
    record RemoveFamily(String root) implements Operation {}

    /** Deletes chunks that were condemned under these numbers, or pardons them. */
    record Settle(List<Long> numbers, boolean delete) implements Operation {}

    /**
     * An entry of an append.
     *
     * @param payload its payload, or null if that was erased
     * @param salt its salt, or null if that was erased
     * @param chain the hash it must turn out to have, or null for a new entry
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(
            long seq,
            long t,
            long time,
            String kind,
            long stateHash,
            @Nullable Packed payload,
            byte @Nullable [] salt,
            byte[] commitment,
            byte @Nullable [] chain) {

        private static Entry of(JournalEntry entry, SecureRandom random) {
            byte[] payload = ValueCodec.encode(entry.payload());
            byte[] salt = new byte[Chain.SALT_BYTES];
            random.nextBytes(salt);
            return new Entry(
                    entry.seq(),
                    entry.t(),
                    entry.time(),
                    entry.kind(),
                    entry.stateHash(),
                    Packed.of(payload),
                    salt,
                    Chain.commitment(salt, payload),
                    null);
        }

        private static Entry of(SealedEntry entry) {
            byte[] payload = entry.payload();
            byte[] salt = entry.salt();
            return new Entry(
                    entry.seq(),
                    entry.t(),
                    entry.time(),
                    entry.kind(),
                    entry.stateHash(),
                    payload == null ? null : Packed.of(payload),
                    salt,
                    payload == null || salt == null ? entry.commitment() : Chain.commitment(salt, payload),
                    entry.chain());
        }
    }

    static List<Operation> of(List<Write> writes, SecureRandom random) {
        List<Operation> operations = new ArrayList<>(writes.size());
        for (Write write : writes) {
            operations.add(of(write, random));
        }
        return operations;
    }

    private static Operation of(Write write, SecureRandom random) {
        return switch (write) {
            case Write.PutProgram put -> new PutProgram(put.program());
            case Write.PutWorkflow put -> new PutWorkflow(put);
            case Write.PutSchedule put -> new PutSchedule(put.schedule());
            case Write.DeleteSchedule delete -> new DeleteSchedule(delete);
            case Write.PutWebhook put -> new PutWebhook(put.webhook());
            case Write.DeleteWebhook delete -> new DeleteWebhook(delete.id());
            case Write.PutCommand put -> new PutCommand(put.command());
            case Write.CreateRun create -> new CreateRun(create, pack(create.input()));
            case Write.Append append -> {
                List<Entry> entries = new ArrayList<>(append.entries().size());
                for (JournalEntry entry : append.entries()) {
                    entries.add(Entry.of(entry, random));
                }
                yield new Append(append.run(), append.branch(), entries);
            }
            case Write.AppendSealed append ->
                new Append(
                        append.run(),
                        append.branch(),
                        append.entries().stream().map(Entry::of).toList());
            case Write.Fork fork -> new Fork(fork);
            case Write.DeleteBranch delete -> new DeleteBranch(delete.run(), delete.branch());
            case Write.UpdateRun update -> {
                JsonValue output = update.output();
                JsonValue error = update.error();
                yield new UpdateRun(update, output == null ? null : pack(output), error == null ? null : pack(error));
            }
            case Write.PutSnapshot put ->
                new PutSnapshot(put, Packed.of(put.snapshot().state()));
        };
    }

    private static Packed pack(JsonValue value) {
        return Packed.of(ValueCodec.encode(value));
    }
}
