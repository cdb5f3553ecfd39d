package io.flowork.host.debugger;

import io.flowork.dap.command.Answer;
import io.flowork.dap.command.Commands;
import io.flowork.dap.command.ForkCommands;
import io.flowork.dap.command.Listing;
import io.flowork.dap.command.TypedBreakpoints;
import io.flowork.dap.fork.EditedFile;
import io.flowork.dap.fork.Forker;
import io.flowork.dap.session.Control;
import io.flowork.dap.session.Evaluations;
import io.flowork.dap.session.Frames;
import io.flowork.dap.session.Halt;
import io.flowork.dap.session.Runs;
import io.flowork.dap.session.Scopes;
import io.flowork.dap.session.Session;
import io.flowork.dap.session.Sources;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a debugger works with.
 *
 * @param session where one stands in the run
 * @param frames its stacks
 * @param commands what can be typed
 * @param control stops what takes long
 * @param open the run
 * @param sources its texts
 * @param file the workflow's file, as somebody edits it
 * @param making makes such a desk for another run, in place of this one
 */
record Desk(
        Session session,
        Frames frames,
        Commands commands,
        Control control,
        Runs.Open open,
        Sources sources,
        EditedFile file,
        BiFunction<Runs.Open, Desk, Desk> making) {
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
        return made(run, null, runs, others, control, output);
    }

    private static Desk made(
            Runs.Open run,
            @Nullable Desk before,
            Runs runs,
            Function<String, Runs.Open> others,
            Control control,
            Consumer<String> output) {
        Session session = new Session(run.run(), control, output);
        session.offer(run.live());
        Sources sources = before == null ? new Sources(run.run(), runs::text) : before.sources.onto(run.run());
        Frames frames = new Frames(session, sources);
        Listing listing = new Listing(session, sources, frames, new Scopes(session));
        Evaluations evaluations = new Evaluations(session);
        EditedFile file = new EditedFile(run.run(), sources);
        Commands commands = new Commands(
                session,
                evaluations,
                listing,
                TypedBreakpoints.of(session, sources, before == null ? null : before.commands.breakpoints()),
                new ForkCommands(session, new Forker(session, run.branches(), evaluations, control), file, control),
                others);
        return new Desk(
                session,
                frames,
                commands,
                control,
                run,
                sources,
                file,
                (open, from) -> made(open, from, runs, others, control, output));
    }

    /** A desk for a branch of the run; whoever uses it closes it. */
    Desk on(Answer.Branch branch) {
        Runs.Open opened = open.branches().open(branch.number());
        return making.apply(opened, this);
    }

    /** Goes to where debugging begins: to the first task. */
    Halt enter() {
        if (open.wasLaunched()) {
            var _ = session.take();
        }
        return session.enter();
    }

    /** What there is to see. */
    Listing listing() {
        return commands.listing();
    }
}
