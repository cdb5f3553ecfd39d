package io.flowork.runtime.service;

import io.flowork.api.JournalItem;
import io.flowork.api.RunInfo;
import io.flowork.api.RunStatus;
import io.flowork.api.RunSummary;
import io.flowork.api.ScheduleInfo;
import io.flowork.api.SnapshotAnswer;
import io.flowork.api.WorkflowInfo;
import io.flowork.api.WorkflowRef;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Status;
import io.flowork.runtime.schedule.Schedules;
import io.flowork.store.ChainedEntry;
import io.flowork.store.RunData;
import io.flowork.store.RunRecord;
import io.flowork.store.Snapshot;
import io.flowork.store.StoredWorkflow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/** What the store has, as the API has it. */
final class Records {
    private Records() {}

    static RunStatus status(Status status) {
        return RunStatus.valueOf(status.name());
    }

    static Status status(RunStatus status) {
        return Status.valueOf(status.name());
    }

    static WorkflowInfo workflow(StoredWorkflow workflow) {
        return new WorkflowInfo(
                workflow.namespace(),
                workflow.name(),
                workflow.version(),
                workflow.program(),
                Instant.ofEpochMilli(workflow.deployed()));
    }

    static ScheduleInfo schedule(Schedules.Standing standing) {
        return new ScheduleInfo(instant(standing.next()), instant(standing.last()));
    }

    static RunSummary summary(RunRecord run) {
        return new RunSummary(
                run.id(),
                new WorkflowRef(run.namespace(), run.name(), run.version()),
                status(run.status()),
                Instant.ofEpochMilli(run.created()),
                instant(run.started()),
                instant(run.ended()),
                run.parent() == null ? null : run.parent().run(),
                run.branch(),
                run.fault() == null ? null : run.fault().fingerprint(),
                run.fault() == null ? null : run.fault().summary());
    }

    static RunInfo info(RunRecord run, RunData data) {
        return new RunInfo(
                run.id(),
                new WorkflowRef(run.namespace(), run.name(), run.version()),
                status(run.status()),
                data.input(),
                data.output(),
                data.error(),
                Instant.ofEpochMilli(run.created()),
                instant(run.started()),
                instant(run.ended()),
                run.parent() == null ? null : run.parent().run(),
                run.branch());
    }

    static JournalItem item(int branch, ChainedEntry chained) {
        JournalEntry entry = chained.entry();
        return new JournalItem(
                branch,
                entry.seq(),
                entry.t(),
                Instant.ofEpochMilli(entry.time()),
                entry.kind(),
                entry.payload(),
                HexFormat.of().toHexDigits(entry.stateHash()),
                HexFormat.of().formatHex(chained.chain()));
    }

    static SnapshotAnswer snapshot(Snapshot snapshot) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(snapshot.state());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SnapshotAnswer(
                snapshot.seq(),
                snapshot.t(),
                HexFormat.of().toHexDigits(snapshot.stateHash()),
                Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    /** A time as the store has it; null if it is not given. */
    static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
