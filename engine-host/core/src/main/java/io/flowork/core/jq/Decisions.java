package io.flowork.core.jq;

import io.flowork.core.jq.Prov.Conditions;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.List;

/** Collects what decided whether an evaluation has outputs, how many, and whether it fails. */
final class Decisions {
    private List<Prov> asked = new ArrayList<>();
    private int catching;

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

    /** What was asked while something is evaluated, apart from what was asked before. */
    List<Prov> apart(Runnable work) {
        List<Prov> before = asked;
        List<Prov> mine = new ArrayList<>();
        asked = mine;
        try {
            work.run();
        } catch (JqException e) {
            before.addAll(mine); // who catches it depends on all of that
            throw e;
        } finally {
            asked = before;
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
