package io.flowork.runtime.service;

import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.api.ProgramRequest;
import io.flowork.api.RunGroups;
import io.flowork.api.RunGroupsRequest;
import io.flowork.api.RunProgram;
import io.flowork.api.StateAt;
import io.flowork.api.StepRef;
import io.flowork.api.StepsPage;
import io.flowork.api.StepsRequest;
import io.flowork.api.Timeline;
import io.flowork.api.TimelineRequest;
import io.flowork.runtime.UnusableWorkflowException;
import io.flowork.runtime.history.Histories;
import io.flowork.runtime.history.Outline;
import io.flowork.store.FaultGroup;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.Transfer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened in runs, as the API has it. */
final class Past {
    private static final int USUAL_BARS = 500;
    private static final int MOST_BARS = 1_000;

    private final Store store;
    private final DeployedWorkflows workflows;
    private final Histories histories;

    Past(Store store, DeployedWorkflows workflows, Histories histories) {
        this.store = store;
        this.workflows = workflows;
        this.histories = histories;
    }

    private RunRecord record(@Nullable String id) {
        String wanted = Requests.text(id, "runId");
        return store.run(wanted).orElseThrow(() -> Kind.NOT_FOUND.because("There is no run " + wanted));
    }

    RunGroups groups(RunGroupsRequest request) {
        int limit = Requests.limit(request.limit());
        if (request.cursor() != null && store.run(request.cursor()).isEmpty()) {
            throw Kind.INVALID_REQUEST.because("'" + request.cursor() + "' is no cursor of this list");
        }
        List<FaultGroup> page = store.faultGroups(new RunQuery(
                Set.of(),
                request.namespace(),
                request.name(),
                null,
                null,
                request.text(),
                Records.millis(request.since()),
                Records.millis(request.until()),
                request.cursor(),
                limit + 1));
        boolean more = page.size() > limit;
        List<FaultGroup> shown = more ? page.subList(0, limit) : page;
        return new RunGroups(
                shown.stream().map(Past::group).toList(),
                more ? shown.getLast().example().id() : null);
    }

    private static RunGroups.Group group(FaultGroup group) {
        return new RunGroups.Group(
                group.fingerprint(),
                group.example().fault() == null ? "" : group.example().fault().summary(),
                group.count(),
                Instant.ofEpochMilli(group.first()),
                Instant.ofEpochMilli(group.last()),
                Records.summary(group.example()));
    }

    RunProgram program(ProgramRequest request) {
        RunRecord run = record(request.runId());
        String hash = request.hash();
        if (hash != null && !Transfer.programs(store, run).contains(hash)) {
            throw Kind.NOT_FOUND.because("The run %s has no program %s".formatted(run.id(), hash));
        }
        try {
            return Outline.of(workflows.load(hash == null ? run.program() : hash));
        } catch (UnusableWorkflowException e) {
            throw new ProblemException(Kind.CONFLICT.of(String.valueOf(e.getMessage())), e);
        }
    }

    StepsPage steps(StepsRequest request) throws InterruptedException {
        RunRecord run = record(request.runId());
        int limit = Requests.limit(request.limit());
        long after = request.after() == null ? -1 : request.after();
        if (after < -1) {
            throw Kind.INVALID_REQUEST.because("'after' is the number of a step; it is " + after);
        }
        return histories.steps(run, after + 1, limit);
    }

    Timeline timeline(TimelineRequest request) throws InterruptedException {
        RunRecord run = record(request.runId());
        int bars = request.bars() == null ? USUAL_BARS : request.bars();
        if (bars < 1 || bars > MOST_BARS) {
            throw Kind.INVALID_REQUEST.because("'bars' is a number from 1 to " + MOST_BARS + "; it is " + bars);
        }
        return histories.timeline(run, bars);
    }

    StateAt at(StepRef request) throws InterruptedException {
        return histories.at(record(request.runId()), request.t());
    }
}
