package io.flowork.core.jq;

import io.flowork.core.jq.Prov.Conditions;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.List;

/** Collects what decided whether an evaluation has outputs, how many, and whether it fails. */
final class Decisions {
    private List<Prov> asked = new ArrayList<>();
    private int catching;
    private int labels;

    /** Something decides whether there are outputs, or how many. */
    void asked(Prov condition) {
        asked.add(condition);
    }

    /** Something may fail, which decides if anybody catches it. */
    void mayFail(Prov... operands) {
        mayFail(List.of(operands));
    }

    /** Something may fail, which decides if anybody catches it. */
    void mayFail(List<Prov> operands) {
        if (catching > 0) {
            asked.addAll(operands);
        }
    }

    /** Does something whose errors are caught. */
    void caught(Runnable work) {
        catching++;
        try {
            work.run();
        } finally {
            catching--;
        }
    }

    /** Does something, within what is {@link #caught}, whose errors are not. */
    void uncaught(Runnable work) {
        catching--;
        try {
            work.run();
        } finally {
            catching++;
        }
    }

    /** Does something that may be left for a label around it. */
    void labelled(Runnable work) {
        labels++;
        try {
            work.run();
        } finally {
            labels--;
        }
    }

    /** Whether there is a label that what is evaluated may be left for. */
    boolean isLabelled() {
        return labels > 0;
    }

    /**
     * What was asked while something is evaluated, apart from what was asked before. It decides about what comes after it only
     * if it fails or is left, or could have been and gone on elsewhere.
     */
    List<Prov> apart(Runnable work) {
        List<Prov> before = asked;
        List<Prov> mine = new ArrayList<>();
        asked = mine;
        try {
            work.run();
        } catch (RuntimeException e) {
            before.addAll(mine);
            throw e;
        } finally {
            asked = before;
        }
        if (catching > 0 || labels > 0) {
            before.addAll(mine);
        }
        return mine;
    }

    /** How much was asked so far. */
    Conditions sofar() {
        return Conditions.all(asked);
    }

    /** Something that all of what was asked so far had a part in. */
    Prov all(Range range) {
        return new Prov.Computed(range, List.copyOf(asked));
    }
}
