package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.program.Body;
import io.flowork.core.program.Evaluable;
import io.flowork.core.program.TaskList;
import io.flowork.grammar.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Try tasks: attempts, errors, retries with their delays, and handlers. */
final class Tries {
    private static final long LONGEST_DELAY = 365L * 86_400_000;

    private final Turn turn;

    Tries(Turn turn) {
        this.turn = turn;
    }

    void body(Frame frame, Body.Try body) {
        switch (frame.detail()) {
            case Detail.Deciding deciding -> decide(frame, body, deciding);
            case Detail.Trying trying -> attempt(frame, body, trying.attempt(), trying.since());
            default -> attempt(frame, body, 1, turn.now);
        }
    }

    private void attempt(Frame frame, Body.Try body, int attempt, long since) {
        String key = null;
        if (body.retry() != null && body.retry().attemptDuration() != null) {
            long millis = Durations.millis(
                    turn.expressions, frame, body.retry().attemptDuration(), frame.input(), frame.vars());
            key = turn.key(frame, "attempt");
            turn.schedule(frame, new Effect.Timer(key, frame.node().reference(), turn.now + millis));
        }
        begin(frame.with(new Detail.Trying(attempt, since, key)), body.tasks(), frame.vars());
    }

    private void begin(Frame frame, TaskList tasks, @Nullable Vars vars) {
        if (tasks.size() == 0) {
            turn.release(frame);
            Bodies.complete(turn, frame, frame.input());
        } else {
            turn.push(frame, tasks.get(0), frame.input(), vars);
        }
    }

    /** The tasks tried, or those of the handler, have ended. */
    void listDone(Frame frame, Body.Try body, JsonValue result) {
        turn.release(frame);
        boolean handled = frame.detail() instanceof Detail.Handling;
        turn.set(Bodies.completed(frame, result, handled ? Bodies.redirected(body.then()) : Detail.Fresh.FRESH));
    }

    /** The delay is over: the frame of the next attempt. */
    Frame next(Frame frame, Detail.BackingOff off) {
        return frame.with(new Detail.Trying(off.attempt() + 1, off.since(), null));
    }

    /** A task inside has failed during an attempt: the frame to go on with. */
    Frame failed(Frame frame, Detail.Trying trying, WorkflowError error) {
        turn.release(frame.withTimeout(null));
        if (frame.node().body() instanceof Body.Try body && Errors.matches(body.filter(), error)) {
            return frame.with(new Detail.Deciding(trying.attempt(), trying.since(), error, Detail.DecidingStage.WHEN));
        }
        return frame.with(new Detail.Failing(error));
    }

    private void decide(Frame frame, Body.Try body, Detail.Deciding at) {
        Body.Retry retry = body.retry();
        switch (at.stage()) {
            case WHEN -> ask(frame, "catch.when", body.when(), true, at, Detail.DecidingStage.EXCEPT_WHEN, null);
            case EXCEPT_WHEN ->
                ask(
                        frame,
                        "catch.exceptWhen",
                        body.exceptWhen(),
                        false,
                        at,
                        retry == null ? Detail.DecidingStage.CATCH : Detail.DecidingStage.RETRY_WHEN,
                        null);
            case RETRY_WHEN ->
                ask(
                        frame,
                        "retry.when",
                        retry == null ? null : retry.when(),
                        true,
                        at,
                        Detail.DecidingStage.RETRY_EXCEPT_WHEN,
                        Detail.DecidingStage.CATCH);
            case RETRY_EXCEPT_WHEN ->
                ask(
                        frame,
                        "retry.exceptWhen",
                        retry == null ? null : retry.exceptWhen(),
                        false,
                        at,
                        Detail.DecidingStage.RETRY,
                        Detail.DecidingStage.CATCH);
            case RETRY -> {
                if (retry == null || !again(frame, retry, at)) {
                    turn.set(frame.with(stage(at, Detail.DecidingStage.CATCH)));
                }
            }
            case CATCH -> handle(frame, body, at);
        }
    }

    private static Detail stage(Detail.Deciding at, Detail.DecidingStage next) {
        return new Detail.Deciding(at.attempt(), at.since(), at.error(), next);
    }

    private static Vars variables(Frame frame, WorkflowError error) {
        return Vars.push(frame.vars(), error.toJson());
    }

    /** Evaluates a condition; without one, or when it is as wanted, goes to the next stage, else elsewhere. */
    private void ask(
            Frame frame,
            String stage,
            @Nullable Evaluable condition,
            boolean wanted,
            Detail.Deciding at,
            Detail.DecidingStage next,
            Detail.@Nullable DecidingStage otherwise) {
        boolean asWanted = true;
        if (condition != null) {
            JsonValue value = turn.expressions.evaluate(frame, condition, frame.input(), variables(frame, at.error()));
            turn.emit(turn.observed() ? new Step.Evaluated(turn.at(frame), stage, frame.input(), value) : null);
            asWanted = Expressions.holds(value) == wanted;
        }
        if (asWanted) {
            turn.set(frame.with(stage(at, next)));
        } else {
            turn.set(frame.with(otherwise == null ? new Detail.Failing(at.error()) : stage(at, otherwise)));
        }
    }

    /** Schedules another attempt, if the policy allows one. */
    private boolean again(Frame frame, Body.Retry retry, Detail.Deciding at) {
        if (retry.attempts() != null && at.attempt() > retry.attempts()) {
            return false;
        }
        Vars vars = variables(frame, at.error());
        long delay = delay(frame, retry, at, vars);
        if (retry.totalDuration() != null) {
            long total = Durations.millis(turn.expressions, frame, retry.totalDuration(), frame.input(), vars);
            if (turn.now - at.since() + delay > total) {
                return false;
            }
        }
        turn.emit(turn.observed() ? new Step.Retrying(turn.at(frame), at.error(), at.attempt() + 1, delay) : null);
        if (delay == 0) {
            turn.set(frame.with(new Detail.Trying(at.attempt() + 1, at.since(), null)));
            return true;
        }
        String key = turn.key(frame, "retry");
        turn.schedule(frame, new Effect.Timer(key, frame.node().reference(), turn.now + delay));
        turn.set(frame.with(new Detail.BackingOff(at.attempt(), at.since(), at.error(), key)));
        turn.block();
        return true;
    }

    private long delay(Frame frame, Body.Retry retry, Detail.Deciding at, Vars vars) {
        double delay = millis(frame, retry.delay(), vars);
        delay = switch (retry.backoff()) {
            case CONSTANT -> delay;
            case LINEAR -> delay * at.attempt();
            case EXPONENTIAL -> delay * Math.pow(2, at.attempt() - 1.0);
        };
        double from = millis(frame, retry.jitterFrom(), vars);
        double to = millis(frame, retry.jitterTo(), vars);
        if (to > from || from > 0) {
            double fraction = Keys.fraction(turn.runId, turn.drawn, frame.node().reference(), frame.visit(), turn.t);
            delay += from + (to - from) * fraction;
        }
        return Math.round(Math.min(delay, LONGEST_DELAY));
    }

    private long millis(Frame frame, @Nullable Evaluable duration, Vars vars) {
        return duration == null ? 0 : Durations.millis(turn.expressions, frame, duration, frame.input(), vars);
    }

    /** The error is not retried: the handler runs; a retry policy without a handler lets the error go on. */
    private void handle(Frame frame, Body.Try body, Detail.Deciding at) {
        if (body.handler() == null && body.retry() != null) {
            turn.set(frame.with(new Detail.Failing(at.error())));
            return;
        }
        turn.emit(turn.observed() ? new Step.Caught(turn.at(frame), at.error()) : null);
        TaskList tasks = body.handler();
        if (tasks == null || tasks.size() == 0) {
            turn.set(Bodies.completed(frame, frame.input(), Bodies.redirected(body.then())));
        } else {
            turn.push(
                    frame.with(new Detail.Handling(at.error())),
                    tasks.get(0),
                    frame.input(),
                    variables(frame, at.error()));
        }
    }
}
