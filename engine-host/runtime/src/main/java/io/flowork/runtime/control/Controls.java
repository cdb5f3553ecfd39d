package io.flowork.runtime.control;

import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who controls which runs of an engine. A run need not be at work to be controlled, nor be there yet. */
public final class Controls {
    private final Map<String, Control> all = new ConcurrentHashMap<>();
    private final Consumer<String> wake;

    /**
     * Creates them.
     *
     * @param wake lets the run of an id have a turn, if it is at work
     */
    public Controls(Consumer<String> wake) {
        this.wake = wake;
    }

    /**
     * Takes control of a run.
     *
     * @param who who that is, for others
     * @return nothing if somebody has it
     */
    public Optional<Control> take(String run, String who, Controller controller) {
        Control control = new Control(run, who, controller, this::changed);
        return all.putIfAbsent(run, control) == null ? Optional.of(control) : Optional.empty();
    }

    /** Who controls a run. */
    public Optional<Control> of(String run) {
        return Optional.ofNullable(all.get(run));
    }

    private void changed(Control control) {
        if (control.request() == null) {
            all.remove(control.run(), control);
        }
        wake.accept(control.run());
    }

    /** How a run is held that stands in a state; what was known of it stays if nothing else was asked for. */
    public @Nullable Hold hold(String run, @Nullable Hold before, State state) {
        Control control = all.get(run);
        Control.Request request = control == null ? null : control.request();
        if (control == null || request == null) {
            return null;
        }
        return before != null && before.isOf(request) ? before : new Hold(control, request, state, before);
    }

    /** Whether something else was asked for than what a hold knows. */
    public boolean isStale(String run, @Nullable Hold hold) {
        Control control = all.get(run);
        Control.Request request = control == null ? null : control.request();
        return hold == null ? request != null : request == null || !hold.isOf(request);
    }

    /** A run has ended, or cannot go on if the status is null. */
    public void ended(String run, @Nullable Status status) {
        Control control = all.get(run);
        if (control != null) {
            control.controller().ended(status);
        }
    }
}
