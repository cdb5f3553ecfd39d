package io.flowork.lsp.complete;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.slot.Expected;
import io.flowork.lsp.slot.Slot;
import java.util.List;

/** The values that a place may have, as far as they can be listed: words of the language, and names of the workflow. */
final class Values {
    private static final int NAMED = 0;
    private static final int WORDS = 1;
    private static final List<String> DURATIONS = List.of("PT1S", "PT30S", "PT5M", "PT1H", "P1D");
    private static final List<String> CRONS =
            List.of("0 * * * *", "0 0 * * *", "0 9 * * 1-5", "*/15 * * * *", "0 0 1 * *");

    private final Snapshot snapshot;
    private final Slot slot;
    private final Expected expected;

    Values(Snapshot snapshot, Slot slot, Expected expected) {
        this.snapshot = snapshot;
        this.slot = slot;
        this.expected = expected;
    }

    void addTo(List<Proposal> proposals) {
        for (Shape shape : expected.shapes()) {
            switch (shape) {
                case Shape.OneOf one -> one.values().forEach(value -> word(value, "", proposals));
                case Shape.Flag ignored -> List.of("true", "false").forEach(value -> word(value, "", proposals));
                case Shape.Span ignored -> DURATIONS.forEach(value -> word(value, "", proposals));
                case Shape.Flow ignored -> flow(proposals);
                case Shape.Reference reference -> references(reference.section(), proposals);
                case Shape.Text text -> text(text, proposals);
                default -> {}
            }
        }
    }

    private void text(Shape.Text text, List<Proposal> proposals) {
        switch (text.format()) {
            case FUNCTION -> {
                for (String protocol : Language.protocols()) {
                    add(
                            protocol,
                            Proposal.Kind.FUNCTION,
                            "protocol",
                            Documentation.ofProtocol(protocol),
                            NAMED,
                            proposals);
                }
                references(Shape.Section.FUNCTIONS, proposals);
                snapshot.functions()
                        .names()
                        .forEach(name -> add(name, Proposal.Kind.FUNCTION, "engine", "", WORDS, proposals));
            }
            case CRON -> CRONS.forEach(value -> word("'" + value + "'", "", proposals));
            case DSL_VERSION -> word("'1.0.3'", "the newest version", proposals);
            case VERSION -> word("'1.0.0'", "", proposals);
            default -> {
                if (expected.property() != null) {
                    expected.property().examples().forEach(value -> word(value, "", proposals));
                }
            }
        }
    }

    private void flow(List<Proposal> proposals) {
        word("continue", "goes on with the next task", proposals);
        word("exit", "leaves this list", proposals);
        word("end", "ends the workflow", proposals);
        int list = list();
        for (Outline.TaskName task : snapshot.outline().tasks()) {
            if (task.list() == list) {
                add(task.name(), Proposal.Kind.REFERENCE, "task", "", NAMED, proposals);
            }
        }
    }

    /** Where the list begins that the innermost task around the cursor is in. */
    private int list() {
        SourceText source = snapshot.source();
        int offset = source.offset(new io.flowork.grammar.text.Position(slot.line(), slot.column() + 1));
        int list = -1;
        for (Outline.TaskName task : snapshot.outline().tasks()) {
            Range place = task.value().range();
            if (place.start() <= offset && offset <= place.end()) {
                list = task.list();
            }
        }
        return list;
    }

    private void references(Shape.Section section, List<Proposal> proposals) {
        for (Outline.Definition definition : snapshot.outline().definitions()) {
            if (definition.section() == section) {
                add(definition.name(), Proposal.Kind.REFERENCE, section.noun(), "", NAMED, proposals);
            }
        }
    }

    private void word(String value, String detail, List<Proposal> proposals) {
        add(value, Proposal.Kind.VALUE, detail, "", WORDS, proposals);
    }

    private void add(
            String value,
            Proposal.Kind kind,
            String detail,
            String documentation,
            int order,
            List<Proposal> proposals) {
        proposals.add(
                new Proposal(value, kind, detail, documentation, Proposal.literal(value), slot.replaced(), order));
    }
}
