package io.flowork.host.debugger;

import io.flowork.dap.command.Commands;
import io.flowork.dap.command.Listing;
import io.flowork.dap.command.TypedBreakpoints;
import io.flowork.dap.session.Control;
import io.flowork.dap.session.Evaluations;
import io.flowork.dap.session.Frames;
import io.flowork.dap.session.Halt;
import io.flowork.dap.session.Runs;
import io.flowork.dap.session.Scopes;
import io.flowork.dap.session.Session;
import io.flowork.dap.session.Sources;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a debugger works with.
 *
 * @param session where one stands in the run
 * @param frames its stacks
 * @param commands what can be typed
 * @param control stops what takes long
 * @param isNew whether the run was started for it, and is to be held
 */
record Desk(Session session, Frames frames, Commands commands, Control control, boolean isNew) {
    /**
     * A desk for a run.
     *
     * @param run the run
     * @param runs reads files
     * @param others opens other runs of the same place
     * @param listen lets others be heard while something takes long
     * @param output told what conditions that fail say, a line at a time
     */
    static Desk of(
            Runs.Open run, Runs runs, Function<String, Runs.Open> others, Runnable listen, Consumer<String> output) {
        Control control = new Control(listen);
        Session session = new Session(run.run(), control, output);
        session.offer(run.live());
        Sources sources = new Sources(run.run(), runs::text);
        Frames frames = new Frames(session, sources);
        Listing listing = new Listing(session, sources, frames, new Scopes(session));
        Commands commands = new Commands(
                session, new Evaluations(session), listing, new TypedBreakpoints(session, sources), others);
        return new Desk(session, frames, commands, control, run.wasLaunched());
    }

    /** Goes to where debugging begins: to the first task. */
    Halt enter() {
        if (isNew) {
            var _ = session.take();
        }
        return session.enter();
    }

    /** What there is to see. */
    Listing listing() {
        return commands.listing();
    }
}
