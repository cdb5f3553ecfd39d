package io.flowork.runtime;

import io.flowork.core.machine.Effect;
import io.flowork.core.machine.EffectPolicy;
import io.flowork.core.machine.Input;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the effects of runs get that nobody is to notice. */
public interface Simulation {
    /** Every effect is carried out. */
    Simulation NONE = effect -> null;

    /** What an effect gets; null if it is carried out. */
    @Nullable
    Input answer(Effect effect);

    /**
     * Nothing leaves the engine: functions are not called, no other run is started and no event is published. What has no
     * result here gets null, or goes on waiting if it listens; timers run as they do.
     *
     * @param results results by the references or names of tasks, or by what effects are: see {@link EffectPolicy.Rule}. For
     *     one that listens the result is the event
     */
    static Simulation of(Map<String, JsonValue> results) {
        Map<String, JsonValue> known = Map.copyOf(results);
        return effect -> {
            if (effect instanceof Effect.Timer || effect instanceof Effect.Cancel) {
                return null;
            }
            for (Map.Entry<String, JsonValue> each : known.entrySet()) {
                if (EffectPolicy.isNamed(effect, each.getKey())) {
                    return EffectPolicy.mocked(effect, each.getValue());
                }
            }
            return effect instanceof Effect.Subscribe ? null : EffectPolicy.mocked(effect, JsonNull.NULL);
        };
    }
}
