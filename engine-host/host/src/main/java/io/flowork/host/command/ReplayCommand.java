package io.flowork.host.command;

import io.flowork.core.codec.CodecException;
import io.flowork.core.codec.ValueCodec;
import io.flowork.core.machine.State;
import io.flowork.core.program.Program;
import io.flowork.grammar.json.JsonObject;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.recorded.RecordedRun;
import io.flowork.host.recorded.RecordedRun.Folded;
import io.flowork.host.recorded.RunFinder;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.terminal.Times;
import io.flowork.store.Snapshot;
import io.flowork.store.Verification;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork runs replay}: folds the journal again and compares every state with the recorded one. */
final class ReplayCommand implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "replay",
                        "Folds a run's journal again and says whether it comes out as recorded. Nothing is called.",
                        "flowork runs replay last",
                        "flowork runs replay support.flowrec")
                .addPositional(Specs.parameter(
                        0,
                        false,
                        "RUN",
                        "An id or its beginning, 'last' (the default), or a .flowrec file; with ~N a branch of it."))
                .addOption(Specs.flag("--from-snapshots", "Begin at the last snapshot, and check it."))
                .addOption(Specs.branch())
                .addOption(Specs.store());
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        boolean snapshots = Specs.has(arguments, "--from-snapshots");
        return RunFinder.with(
                surroundings,
                Specs.run(arguments),
                Specs.value(arguments, "--store"),
                run -> new Replay(surroundings, run).run(snapshots));
    }

    /** One run being replayed. */
    private record Replay(Surroundings surroundings, RecordedRun run) {

        ExitCode run(boolean snapshots) {
            Verification verification = run.store().verify(run.record().id());
            if (verification.problem() != null) {
                say(
                        false,
                        "damaged: %s. The %s before it are intact."
                                .formatted(verification.problem(), inputs(verification.entries())));
            }
            Program program = run.program();
            Snapshot snapshot = snapshots ? latest() : null;
            if (snapshots && snapshot == null) {
                surroundings.err().println("flowork: the run has no snapshots; replaying from its beginning");
            }
            if (snapshot == null) {
                return report(run.replay(program, null), 0);
            }
            State start = state(snapshot, program);
            if (start == null) {
                say(
                        false,
                        "the snapshot after input %d is not the state that was recorded; it would be ignored"
                                .formatted(snapshot.seq()));
                return ExitCode.FAILED;
            }
            return report(run.replay(start, snapshot.seq() + 1), snapshot.seq() + 1);
        }

        private @Nullable Snapshot latest() {
            return run.store()
                    .lineSnapshot(run.record().id(), run.branch(), Long.MAX_VALUE)
                    .orElse(null);
        }

        private @Nullable State state(Snapshot snapshot, Program program) {
            try {
                if (ValueCodec.decode(snapshot.state()) instanceof JsonObject json) {
                    State state = State.fromJson(program, run.programs(), json);
                    return state.hash() == snapshot.stateHash() ? state : null;
                }
                return null;
            } catch (CodecException | IllegalArgumentException e) {
                return null;
            }
        }

        private ExitCode report(Folded folded, long from) {
            String where = from == 0 ? "" : " after the snapshot of input " + Times.count(from - 1);
            if (folded.difference() != null) {
                say(
                        false,
                        "differs at input %s: %s. The %s before it came out as recorded%s."
                                .formatted(
                                        Times.count(folded.difference().seq()),
                                        folded.difference().reason(),
                                        inputs(folded.inputs()),
                                        where));
                return ExitCode.FAILED;
            }
            if (folded.damage() != null) {
                say(
                        false,
                        "identical at the first %s%s. %s".formatted(inputs(folded.inputs()), where, folded.damage()));
                return ExitCode.FAILED;
            }
            say(true, "identical at all %s%s".formatted(inputs(folded.inputs()), where));
            return ExitCode.OK;
        }

        private static String inputs(long count) {
            return Times.count(count) + (count == 1 ? " input" : " inputs");
        }

        private void say(boolean good, String text) {
            Paint paint = surroundings.outPaint();
            String mark = surroundings.screen().outIsTerminal() ? (good ? paint.green("✔ ") : paint.red("✖ ")) : "";
            surroundings.out().println(mark + text);
        }
    }
}
