package io.flowork.lsp.complete;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionName;
import io.flowork.grammar.workflow.FunctionSignature;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.YamlReader;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.slot.Expected;
import io.flowork.lsp.slot.Given;
import io.flowork.lsp.slot.Slot;
import io.flowork.lsp.slot.Slot.Step;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The values that a place may have, as far as they can be listed: words of the language, and names of the workflow. */
final class Values {
    private static final int NAMED = 0;
    private static final int WORDS = 1;
    /** What can follow a value between brackets. */
    private static final String ENDS = ",]}";

    private static final List<String> DURATIONS = List.of("PT1S", "PT30S", "PT5M", "PT1H", "P1D");
    private final Snapshot snapshot;
    private final Neighbours neighbours;
    private final Slot slot;
    private final Expected expected;

    Values(Snapshot snapshot, Neighbours neighbours, Slot slot, Expected expected) {
        this.neighbours = neighbours;
        this.snapshot = snapshot;
        this.slot = slot;
        this.expected = expected;
    }

    void addTo(List<Proposal> proposals) {
        int first = proposals.size();
        for (Shape shape : expected.shapes()) {
            switch (shape) {
                case Shape.OneOf one -> one.values().forEach(value -> word(value, "", proposals));
                case Shape.Flag ignored -> List.of("true", "false").forEach(value -> bare(value, "", proposals));
                case Shape.Uri ignored -> uri(proposals);
                case Shape.Whole ignored -> status(proposals);
                case Shape.Span ignored -> DURATIONS.forEach(value -> word(value, "", proposals));
                case Shape.Flow ignored -> flow(proposals);
                case Shape.Reference reference -> references(reference.section(), proposals);
                case Shape.Text text -> text(text, proposals);
                case Shape.Data ignored when expected.given() != null -> data(expected.given(), proposals);
                default -> {}
            }
        }
        if (isClosed()) {
            proposals.subList(first, proposals.size()).replaceAll(each -> each.takenBy(ENDS));
        }
    }

    /** Whether a value has been begun between brackets, of which there are no others than those that are proposed. */
    private boolean isClosed() {
        return slot.style() != Slot.Style.BLOCK
                && slot.quote() == Slot.NO_QUOTE
                && !slot.prefix().isEmpty()
                && expected.shapes().stream().allMatch(shape -> switch (shape) {
                    case Shape.OneOf ignored -> true;
                    case Shape.Flag ignored -> true;
                    case Shape.Flow ignored -> true;
                    case Shape.Reference ignored -> true;
                    case Shape.Of ignored -> true; // an object: it begins otherwise
                    default -> false;
                });
    }

    /** Values that the schema names of who gets the data. */
    private void data(Given given, List<Proposal> proposals) {
        new InputSchemas(snapshot, neighbours)
                .of(given)
                .map(SchemaPart::values)
                .orElse(Map.of())
                .forEach((value, detail) -> {
                    if (value instanceof JsonString text) {
                        word(text.value(), detail, proposals);
                    } else if (!(value instanceof JsonObject) && !(value instanceof JsonArray)) {
                        bare(value.toString(), detail, proposals);
                    }
                });
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
                for (Neighbours.Function function : neighbours.functions()) {
                    String name = function.name() + ":" + function.version() + "@" + FunctionName.DEFAULT_CATALOG;
                    add(name, Proposal.Kind.FUNCTION, "catalog", "", WORDS, proposals);
                }
                for (String name : snapshot.functions().names()) {
                    FunctionSignature signature = snapshot.functions().find(name);
                    String summary = signature == null ? "" : signature.summary();
                    add(name, Proposal.Kind.FUNCTION, "engine", summary, WORDS, proposals);
                }
            }
            case CRON -> KnownValues.CRONS.forEach((cron, said) -> quoted(cron, said, proposals));
            case DSL_VERSION -> KnownValues.VERSIONS.forEach((version, said) -> quoted(version, said, proposals));
            case VERSION -> quoted("1.0.0", "", proposals);
            default -> known(proposals);
        }
    }

    /** Texts of which the language says nothing, but others do. */
    private void known(List<Proposal> proposals) {
        if (!new NeighbourValues(neighbours, slot, expected)
                .addTo((value, detail) -> reference(value, detail, proposals))) {
            usual(proposals);
        }
    }

    private void reference(String value, String detail, List<Proposal> proposals) {
        add(value, Proposal.Kind.REFERENCE, detail, "", WORDS, proposals);
    }

    private void usual(List<Proposal> proposals) {
        String header = header();
        if (expected.is("errorFilter", "type")) {
            uri(proposals);
        } else if (expected.is("http", "method")) {
            Headers.METHODS.forEach(method -> word(method, "", proposals));
        } else if (header.equals("accept")
                || header.equals("content-type")
                || (expected.property() != null && expected.property().name().equals("datacontenttype"))) {
            Headers.MEDIA_TYPES.forEach(type -> word(type, "", proposals));
        } else if (header.equals("authorization")) {
            word("Bearer ", "a token follows", proposals);
            word("Basic ", "name and password in Base64 follow", proposals);
        } else {
            examples(proposals);
        }
    }

    /** The header whose value is written, in small letters; empty for anything else. */
    private String header() {
        List<Step> path = slot.path();
        boolean inHeaders = path.size() > 1
                && path.get(path.size() - 2) instanceof Step.Key headers
                && headers.name().equals("headers");
        return inHeaders && path.getLast() instanceof Step.Key key ? key.name().toLowerCase(Locale.ROOT) : "";
    }

    private void examples(List<Proposal> proposals) {
        if (expected.property() != null) {
            for (String example : expected.property().examples()) {
                if (YamlReader.read(SourceText.of("example", example)).root() instanceof ScalarNode scalar) {
                    word(scalar.text(), "", proposals);
                }
            }
        }
    }

    private void uri(List<Proposal> proposals) {
        if (expected.is("error", "type") || expected.is("errorFilter", "type")) {
            KnownValues.ERRORS.forEach((name, status) -> word(KnownValues.ERROR + name, status, proposals));
        } else {
            examples(proposals);
        }
    }

    private void status(List<Proposal> proposals) {
        if (expected.is("error", "status") || expected.is("errorFilter", "status")) {
            KnownValues.STATUSES.forEach((status, name) -> bare(status, name, proposals));
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
        int offset = slot.style() == Slot.Style.BLOCK
                ? source.offset(
                        new Position(slot.line(), slot.column() + 1)) // of the key: a task ends with its last text
                : slot.replaced().start();
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

    /** A text that is written in quotes by custom, where it needs none. */
    private void quoted(String value, String detail, List<Proposal> proposals) {
        char quote = slot.quote() == Slot.NO_QUOTE ? '\'' : slot.quote();
        written(value, Proposal.Kind.VALUE, detail, "", WORDS, Written.text(value, slot.style(), quote), proposals);
    }

    /** A value that is no text: it has no quotes. */
    private void bare(String value, String detail, List<Proposal> proposals) {
        if (slot.quote() == Slot.NO_QUOTE) {
            written(value, Proposal.Kind.VALUE, detail, "", WORDS, value, proposals);
        }
    }

    private void add(
            String value,
            Proposal.Kind kind,
            String detail,
            String documentation,
            int order,
            List<Proposal> proposals) {
        String written = Written.text(value, slot.style(), slot.quote());
        written(value, kind, detail, documentation, order, written, proposals);
    }

    private void written(
            String value,
            Proposal.Kind kind,
            String detail,
            String documentation,
            int order,
            String written,
            List<Proposal> proposals) {
        proposals.add(new Proposal(
                        value,
                        kind,
                        detail,
                        documentation,
                        (slot.glued() ? " " : "") + Proposal.literal(written),
                        slot.replaced(),
                        order)
                .foundBy(slot.quote() == Slot.NO_QUOTE ? value : written));
    }
}
