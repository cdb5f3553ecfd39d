package io.flowork.core.history.fork;

import io.flowork.core.machine.Effect;
import io.flowork.core.machine.EffectPolicy;
import io.flowork.core.machine.EffectPolicy.Does;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the effects of a branch get by its policy, without the world: what was recorded, in the recorded order, what was
 * given for them, or an error.
 */
public final class Answers {

    /**
     * An input for a branch.
     *
     * @param input the input
     * @param t the number of the step at which the recorded one was applied; -1 if there was none
     * @param time when that happened: milliseconds since 1970-01-01 UTC; 0 for the run's time
     * @param seq orders answers: the number of the recorded entry, or -1 if there was none
     */
    public record Answer(Input input, long t, long time, long seq) {}

    /**
     * An effect that gets nothing by the policy.
     *
     * @param effect the effect
     * @param live whether the policy wants it to be carried out; else somebody has to decide
     */
    public record Wanted(Effect effect, boolean live) {}

    private static final class Asking {
        private final Recorded.@Nullable Asked recorded;
        private int given;
        private boolean decided;

        Asking(Recorded.@Nullable Asked recorded) {
            this.recorded = recorded;
        }
    }

    private final EffectPolicy policy;
    private final Recorded recorded;
    private final Map<String, Asking> asking = new HashMap<>();

    /**
     * The answers of a branch that has not begun.
     *
     * @param policy what becomes of effects
     * @param recorded what was recorded
     */
    public Answers(EffectPolicy policy, Recorded recorded) {
        this.policy = policy;
        this.recorded = recorded;
    }

    /** The branch has begun, with effects that were outstanding before. */
    public void begin(State state) {
        for (Effect effect : state.pendingEffects()) {
            asking.computeIfAbsent(effect.key(), key -> new Asking(recorded.take(key)));
        }
    }

    /**
     * The branch wants something; called in the order in which it does.
     *
     * @param now the run's time then, in milliseconds since 1970-01-01 UTC
     */
    public void asked(Effect effect, long now) {
        if (!(effect instanceof Effect.Cancel)) {
            asking.computeIfAbsent(
                    effect.key(), key -> new Asking(recorded.take(effect.request(now), effect.reference())));
        }
    }

    /** The branch got something for an effect. */
    public void gave(Input input) {
        String key = input.key();
        Asking asked = key == null ? null : asking.get(key);
        if (asked != null) {
            asked.given++;
            asked.decided = true;
        }
    }

    /** What the branch gets next; null if it gets nothing by the policy. */
    public @Nullable Answer next(State state) {
        List<Effect> pending = state.pendingEffects();
        Answer first = null;
        for (Effect effect : pending) {
            Answer answer = of(effect);
            if (answer != null && (first == null || answer.seq() < first.seq())) {
                first = answer;
            }
        }
        return first != null ? first : timer(pending);
    }

    /**
     * How far a branch may go on before something reaches it that was recorded, for an effect that it may not have asked
     * for yet.
     */
    long until(long t) {
        return recorded.next(t);
    }

    /** What the branch wants that it does not get by the policy. */
    public List<Wanted> wanted(State state) {
        List<Wanted> wanted = new ArrayList<>();
        for (Effect effect : state.pendingEffects()) {
            if (of(effect) == null) {
                wanted.add(new Wanted(effect, policy.isLive(effect)));
            }
        }
        return wanted;
    }

    private @Nullable Answer of(Effect effect) {
        Asking asked = asking.get(effect.key());
        Recorded.Answer was = asked == null ? null : was(asked);
        return switch (policy.of(effect)) {
            case Does.Mock mock ->
                asked != null && asked.decided && effect instanceof Effect.Subscribe
                        ? null // one event
                        : given(EffectPolicy.mocked(effect, mock.output()), was);
            case Does.Fail fail -> given(new Input.Failed(effect.key(), fail.error()), was);
            case Does.Try tried -> tried(effect, tried.actions(), was);
        };
    }

    private static Recorded.@Nullable Answer was(Asking asked) {
        return asked.recorded == null || asked.given >= asked.recorded.answers().size()
                ? null
                : asked.recorded.answers().get(asked.given);
    }

    private @Nullable Answer tried(Effect effect, List<EffectPolicy.Action> actions, Recorded.@Nullable Answer was) {
        for (EffectPolicy.Action action : actions) {
            switch (action) {
                case REUSE -> {
                    if (was != null) {
                        return given(Branch.forKey(was.input(), effect.key()), was);
                    }
                }
                case LIVE -> {
                    return null;
                }
                case DENY -> {
                    return given(new Input.Failed(effect.key(), EffectPolicy.denied(effect)), null);
                }
            }
        }
        return null;
    }

    private static Answer given(Input input, Recorded.@Nullable Answer was) {
        return was == null ? new Answer(input, -1, 0, -1) : new Answer(input, was.t(), was.time(), was.seq());
    }

    /** The timer that is due first, when nothing but timers is left: time passes at once. */
    private @Nullable Answer timer(List<Effect> pending) {
        Effect.Timer first = null;
        for (Effect effect : pending) {
            if (!(effect instanceof Effect.Timer timer) || policy.isLive(timer)) {
                return null;
            }
            if (first == null || timer.due() < first.due()) {
                first = timer;
            }
        }
        return first == null ? null : new Answer(new Input.Fired(first.key()), -1, first.due(), -1);
    }
}
