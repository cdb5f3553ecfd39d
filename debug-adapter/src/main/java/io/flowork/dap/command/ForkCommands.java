package io.flowork.dap.command;

import io.flowork.api.BranchInfo;
import io.flowork.api.BranchList;
import io.flowork.core.history.fork.Answers;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.EffectPolicy;
import io.flowork.dap.fork.EditedFile;
import io.flowork.dap.fork.Forker;
import io.flowork.dap.fork.WhatIf;
import io.flowork.dap.session.Control;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import io.flowork.dap.session.Search;
import io.flowork.dap.session.Session;
import io.flowork.dap.value.Brief;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands about forks: what is tried on branches beside the run. */
public final class ForkCommands {
    private static final int MOST_DIFFERENCES = 20;
    private static final int WIDTH = 80;

    /** A path or a name, and an expression after a single {@code =}. */
    private static final Pattern CHANGE = Pattern.compile("(.+?)\\s*(?<![=!<>|+*/-])=(?!=)\\s*(.+)", Pattern.DOTALL);

    private final Session session;
    private final Forker forker;
    private final EditedFile file;
    private final Control control;

    /** The commands of a session. */
    public ForkCommands(Session session, Forker forker, EditedFile file, Control control) {
        this.session = session;
        this.forker = forker;
        this.file = file;
        this.control = control;
    }

    private static Answer on(Forker.Made made) {
        List<String> lines = new ArrayList<>();
        lines.add(made.text());
        lines.addAll(wanted(made.branch()));
        return new Answer.Branch(made.branch().branch(), made.t(), String.join("\n", lines));
    }

    /** Forks here. */
    Answer fork(String effects) {
        return on(forker.unchanged(effects.isEmpty() ? null : Effects.of(List.of(effects.split("\\s+", -1)))));
    }

    /** Changes a value here. */
    Answer set(String rest, ActiveFrame frame) {
        Matcher change = change(rest, ":set $context.total = 5");
        return on(forker.set(change.group(1), change.group(2), frame));
    }

    /** Gives an effect another result. */
    Answer result(String rest, ActiveFrame frame) {
        Matcher change = change(rest, ":result pay = {paid: false}");
        return on(forker.result(change.group(1), change.group(2), frame));
    }

    private static Matcher change(String rest, String example) {
        Matcher change = CHANGE.matcher(rest);
        if (!change.matches()) {
            throw new RefusedException("What is to be which value? As in '" + example + "'");
        }
        return change;
    }

    /** Goes on with the file as it is edited. */
    Answer edited() {
        return on(forker.edited(file.text().text()));
    }

    /** Goes on on a branch that is there; {@code run} is the run itself. */
    Answer branch(String rest) {
        if (rest.equals("run")) {
            return new Answer.Branch(null, session.at().t(), "On the run itself");
        }
        if (!rest.matches("[0-9]{1,9}")) {
            throw new RefusedException("Which branch? Its number by ':branches', or 'run'");
        }
        return new Answer.Branch(Integer.valueOf(rest), session.at().t(), "On branch " + rest);
    }

    /** Lists the branches. */
    String branches() {
        BranchList list = forker.branches().list();
        Integer here = session.run().branch();
        int number = here == null ? list.branch() : here;
        List<String> lines = new ArrayList<>();
        for (BranchInfo branch : list.branches()) {
            lines.add((branch.branch() == number ? "-> " : "   ") + "branch " + branch.branch()
                    + (branch.own() ? " of the run's own" : "") + "  "
                    + branch.status().text() + "  "
                    + (branch.parent() == null
                            ? "how the run began"
                            : "from branch " + branch.parent() + ", step " + branch.t())
                    + (branch.reason() == null ? "" : ": " + branch.reason()));
            branch.edits()
                    .forEach(edit -> lines.add("     " + edit.path() + " = "
                            + Brief.of(edit.value().value(), WIDTH)));
            lines.addAll(wanted(branch));
        }
        return String.join("\n", lines);
    }

    private static List<String> wanted(BranchInfo branch) {
        return branch.wanted().stream()
                .map(wanted -> "     " + (wanted.live() ? "is to be carried out: " : "waits for ") + wanted.kind()
                        + " of " + wanted.reference() + " "
                        + Brief.of(wanted.request().value(), WIDTH))
                .toList();
    }

    /** Lets the branch go on, with its live effects. */
    String carryOut() {
        BranchInfo branch = forker.goOn(null);
        List<String> lines = new ArrayList<>();
        lines.add("Branch " + branch.branch() + " goes on, and is "
                + branch.status().text() + ":");
        lines.addAll(wanted(branch));
        if (branch.wanted().stream().anyMatch(BranchInfo.Wanted::live)) {
            lines.add("An engine carries these out; without one they wait: 'flowork serve'");
        }
        return String.join("\n", lines);
    }

    /** Compares the run with another one, or with a branch of it. */
    String diff(String rest, Function<String, Runs.Open> others) {
        if (rest.isEmpty()) {
            throw new RefusedException(
                    "':diff' needs another run: its id or the beginning of it, or ~N for branch N of this one");
        }
        try (Runs.Open other = rest.matches("~[0-9]{1,9}")
                ? forker.branches().open(Integer.valueOf(rest.substring(1)))
                : others.apply(rest)) {
            Search search = session.search();
            return Differences.text(search.diff(other.run(), MOST_DIFFERENCES), session.run(), other.run());
        }
    }

    /** What the file would have made of the run. */
    String whatIf() {
        WhatIf tried = WhatIf.of(session.run(), file.text(), EffectPolicy.REUSE, MOST_DIFFERENCES, control);
        List<String> lines = new ArrayList<>();
        lines.add("The run " + standing(tried.before().text()) + "; with the file as it is now it "
                + (tried.after() == null
                        ? "cannot be tried: " + tried.refused()
                        : "would be " + tried.after().text()));
        for (Answers.Wanted wanted : tried.wanted()) {
            lines.add("waits for " + wanted.effect().what() + " of "
                    + wanted.effect().reference() + " "
                    + Brief.of(wanted.effect().request(0), WIDTH));
        }
        if (tried.diff() != null) {
            lines.addAll(Differences.lines(tried.diff()));
        }
        return String.join("\n", lines);
    }

    private static String standing(String status) {
        return "is " + status;
    }
}
