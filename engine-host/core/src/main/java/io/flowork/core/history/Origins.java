package io.flowork.core.history;

import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.Interrupt;
import java.util.List;

/** Finds what a value was made of, one link of the chain at a time. */
final class Origins {
    private final Facts facts;
    private final InputOrigins inputs;
    private final OutputOrigins outputs;
    private final EvaluatedOrigins evaluations;

    Origins(Facts facts, Interrupt interrupt) {
        EventOrigins events = new EventOrigins(facts);
        EditedOrigins edits = new EditedOrigins(facts);
        this.facts = facts;
        this.outputs = new OutputOrigins(facts, edits, events);
        this.inputs = new InputOrigins(facts, edits, outputs);
        this.evaluations = new EvaluatedOrigins(new ReadOrigins(facts, edits, inputs, events), interrupt);
    }

    /** The origins of a value. */
    List<Origin> of(Subject subject) throws Cursor.DivergedException {
        return switch (subject) {
            case Subject.Leaf leaf -> List.of();
            case Subject.Result result ->
                facts.isKnown(result.of().evaluation().at().reference()) ? evaluations.of(result) : List.of();
            case Subject.Data data when !facts.isKnown(data.at().reference()) -> Origin.only(data.unknown());
            case Subject.Data data ->
                switch (data.what()) {
                    case INPUT -> inputs.input(data);
                    case RAW_INPUT -> inputs.rawInput(data);
                    case OUTPUT -> outputs.output(data);
                    case RAW_OUTPUT -> outputs.rawOutput(data);
                    case CONTEXT -> inputs.context(data);
                };
        };
    }
}
