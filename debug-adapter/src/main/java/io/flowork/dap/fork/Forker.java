package io.flowork.dap.fork;

import io.flowork.api.BranchInfo;
import io.flowork.api.ForkRequest;
import io.flowork.core.history.Stop;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Edit;
import io.flowork.dap.session.Branches;
import io.flowork.dap.session.Control;
import io.flowork.dap.session.DebuggedRun;
import io.flowork.dap.session.Evaluations;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Session;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Forks the run where its session stands. The run and the session stay as they are; whoever asks goes on the branch. */
public final class Forker {
    /** An evaluated path, as the children of a watched expression have it. */
    private static final Pattern EVALUATED = Pattern.compile("\\(([^()]+)\\)(.*)");

    private final Session session;
    private final Branches branches;
    private final Evaluations evaluations;
    private final Control control;

    /** Forks the run of a session. */
    public Forker(Session session, Branches branches, Evaluations evaluations, Control control) {
        this.session = session;
        this.branches = branches;
        this.evaluations = evaluations;
        this.control = control;
    }

    /**
     * A branch that was made.
     *
     * @param branch what it is
     * @param t the step to stand at on it
     */
    public record Made(BranchInfo branch, long t) {
        /** What a person is told of it. */
        public String text() {
            return "Branch " + branch.branch() + " begins at step " + branch.t() + ", and is "
                    + branch.status().text() + ". The run stays as it is";
        }
    }

    /** The branches of the run. */
    public Branches branches() {
        return branches;
    }

    /** The step before which a branch begins that forks where the session stands. */
    public long here() {
        return after(session.at());
    }

    /** At a stop before a task, that has been entered already. */
    private static long after(Stop at) {
        return at.kind() == Stop.Kind.TASK ? at.t() + 1 : at.t();
    }

    /** Makes a branch of the branch that is debugged. */
    public Made fork(ForkRequest request) {
        DebuggedRun here = session.runHere();
        if (!here.id().equals(session.run().id())) {
            throw new RefusedException("The session stands in the " + here.name()
                    + ", which the run that is debugged has" + " started: step out of it, or attach to it, to fork it");
        }
        BranchInfo made = control.busy(() -> branches.fork(request, control));
        Long at = made.t();
        long t = session.at().t();
        return new Made(made, at == null || at == here() ? t : Math.max(0, at - 1));
    }

    /**
     * Lets the branch that is debugged go on, and has its live effects carried out.
     *
     * @param branch the number of another branch; null for this one
     */
    public BranchInfo goOn(@Nullable Integer branch) {
        Integer number = branch == null ? session.run().branch() : branch;
        if (number == null) {
            throw new RefusedException("This is the run itself: effects are carried out on branches beside it");
        }
        return control.busy(() -> branches.goOn(number, control));
    }

    /** A request to fork the branch that is debugged. */
    public ForkRequest request(
            long t,
            List<ForkRequest.Change> set,
            List<ForkRequest.Result> results,
            @Nullable String program,
            @Nullable JsonObject effects,
            @Nullable String reason) {
        return new ForkRequest(
                session.run().id(),
                session.run().branch(),
                t,
                set,
                results,
                null,
                program,
                effects,
                null,
                false,
                null,
                reason);
    }

    /**
     * Changes a value here.
     *
     * @param path the jq that gives it at the frame: a part of {@code $context}, {@code .}, {@code $input}, {@code $output}
     *     or of a variable
     * @param value jq that gives the new value at the frame
     */
    public Made set(String path, String value, ActiveFrame frame) {
        String place = place(path.strip());
        JsonValue wanted = evaluations.value(value, frame);
        Edit edit;
        try {
            edit = Edit.at(place, frame.visit(), wanted);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
        boolean ofTask = edit.visit() >= 0;
        return fork(request(
                here(),
                List.of(new ForkRequest.Change(place, wanted, ofTask ? Long.valueOf(frame.visit()) : null)),
                List.of(),
                null,
                null,
                "set " + edit.text() + " in the debugger"));
    }

    /** What edits call a value; {@code .} is the task's input. */
    private static String place(String path) {
        Matcher evaluated = EVALUATED.matcher(path);
        String plain = evaluated.matches() ? evaluated.group(1) + evaluated.group(2) : path;
        if (plain.equals(".")) {
            return "$input";
        }
        return plain.startsWith(".") ? "$input" + plain : plain;
    }

    /**
     * Gives an effect another result, at the last step up to here at which it has none.
     *
     * @param effect its task or function, by name
     * @param value jq that gives the result at the frame
     */
    public Made result(String effect, String value, ActiveFrame frame) {
        JsonValue wanted = evaluations.value(value, frame);
        return fork(request(
                here(),
                List.of(),
                List.of(new ForkRequest.Result(effect, wanted, null)),
                null,
                null,
                "result of " + effect + " in the debugger"));
    }

    /** Goes on from here with nothing changed but what becomes of effects. */
    public Made unchanged(@Nullable JsonObject effects) {
        return fork(request(here(), List.of(), List.of(), null, effects, null));
    }

    /** Goes on from here with an edited program. */
    public Made edited(String program) {
        return fork(
                request(here(), List.of(), List.of(), program, null, "continued with the edited file in the debugger"));
    }

    /** Begins a task anew, with nothing changed. */
    public Made restart(ActiveFrame frame) {
        Stop began = session.search().beginning(frame.visit());
        long t = began == null ? 0 : after(began);
        return fork(request(
                t, List.of(), List.of(), null, null, "restarted " + frame.node().name() + " in the debugger"));
    }

    /** Whether a value can be changed here, by the jq that gives it. */
    public static boolean isEditable(@Nullable String path) {
        return path != null
                && !path.startsWith("(")
                && !path.startsWith("$workflow")
                && (!path.startsWith("$task") || path.startsWith("$task.input"));
    }
}
