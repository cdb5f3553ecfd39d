package io.flowork.runtime.service;

import io.flowork.api.CallHealth;
import io.flowork.api.EngineHealth;
import io.flowork.api.SlowCall;
import io.flowork.core.machine.Status;
import io.flowork.runtime.Calls;
import io.flowork.runtime.Engine;
import io.flowork.store.Store;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** Says how an engine is: what is at work, and what was counted since it began. */
final class Health {
    private static final int MOST_SLOW = 20;

    private final Engine engine;
    private final Store store;
    private final Activity activity;
    private final Startup startup;
    private final Map<String, LongSupplier> counters = new ConcurrentHashMap<>();

    Health(Engine engine, Store store, Activity activity, Startup startup) {
        this.engine = engine;
        this.store = store;
        this.activity = activity;
        this.startup = startup;
    }

    /** Tells from now on what is counted elsewhere. */
    void count(String name, LongSupplier counter) {
        counters.put(name, counter);
    }

    /** How the engine is now. */
    EngineHealth now(boolean stopping) {
        Map<String, Long> counted = new LinkedHashMap<>();
        counters.forEach((name, count) -> counted.put(name, count.getAsLong()));
        return new EngineHealth(
                stopping ? EngineHealth.STOPPING : EngineHealth.READY,
                engine.runs(),
                engine.runsAway(),
                startup.recovered(),
                startup.isAtWork(),
                byText(store.unfinished(), Long::longValue),
                byText(activity.ended(), LongAdder::sum),
                activity.commits(),
                activity.entries(),
                activity.steps(),
                counted,
                calls(engine.calls()));
    }

    private static <C> Map<String, Long> byText(Map<Status, C> counts, ToLongFunction<C> value) {
        Map<String, Long> texts = new LinkedHashMap<>();
        counts.forEach((status, count) -> texts.put(status.text(), value.applyAsLong(count)));
        return texts;
    }

    private static CallHealth calls(Calls calls) {
        return new CallHealth(
                calls.atWork(),
                calls.abandoned(),
                calls.slow(MOST_SLOW).stream()
                        .map(call -> new SlowCall(
                                call.run(), call.function(), call.age().toSeconds(), call.abandoned()))
                        .toList());
    }
}
