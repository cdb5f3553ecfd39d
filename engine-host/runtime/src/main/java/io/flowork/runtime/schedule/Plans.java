package io.flowork.runtime.schedule;

import io.flowork.core.machine.Limits;
import io.flowork.grammar.workflow.Cron;
import io.flowork.grammar.workflow.Duration;
import io.flowork.grammar.workflow.Schedule;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.store.StoredSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a workflow's {@code schedule} asks for: one stored schedule of each kind it has. */
final class Plans {
    static final String EVERY = "every";
    static final String CRON = "cron";
    static final String AFTER = "after";
    static final String ON = "on";

    private Plans() {}

    /** The schedules of a workflow, as they are when it is deployed at a time. */
    static List<StoredSchedule> of(Workflow workflow, Limits limits, long now) {
        List<StoredSchedule> plans = new ArrayList<>();
        Schedule schedule = workflow.schedule();
        if (schedule == null) {
            return plans;
        }
        Long every = millis(schedule.every(), EVERY);
        if (every != null && every > 0) {
            plans.add(plan(workflow, EVERY, every.toString(), now + every));
        }
        if (schedule.cron() != null) {
            OptionalLong next = Cron.of(schedule.cron()).next(now);
            if (next.isPresent()) {
                plans.add(plan(workflow, CRON, schedule.cron().strip(), next.getAsLong()));
            }
        }
        Long after = millis(schedule.after(), AFTER);
        if (after != null) {
            plans.add(plan(workflow, AFTER, after.toString(), now + after));
        }
        if (schedule.on() != null) {
            plans.add(plan(workflow, ON, new EventCollector(workflow, limits).spec(), null));
        }
        return plans;
    }

    private static @Nullable Long millis(@Nullable Duration duration, String kind) {
        return switch (duration) {
            case null -> null;
            case Duration.Fixed fixed -> fixed.millis();
            case Duration.Computed computed ->
                throw new UnusableScheduleException(
                        "'schedule." + kind
                                + "' is an expression, but there is no data to evaluate it on when nothing runs yet. Write how long, such as PT1H");
        };
    }

    private static StoredSchedule plan(Workflow workflow, String kind, String spec, @Nullable Long next) {
        return new StoredSchedule(workflow.namespace(), workflow.name(), kind, spec, next, null, null, null);
    }

    /** The times of a schedule that has some. */
    static FiringTimes times(StoredSchedule plan, long anchor) {
        return plan.kind().equals(CRON)
                ? new FiringTimes.Calendar(Cron.of(plan.spec()))
                : new FiringTimes.Every(anchor, Long.parseLong(plan.spec()));
    }
}
