package io.flowork.lsp.complete;

import io.flowork.grammar.analysis.ExpressionAnalysis.Variable;
import io.flowork.grammar.jq.JqFunctions;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.types.Type;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.Gap;
import io.flowork.lsp.expression.Surroundings;
import io.flowork.lsp.expression.WrittenExpression;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What can be written where a cursor stands in an expression, half-written and broken ones included. */
final class ExpressionCompletions {
    static final int FIELDS = 0;
    static final int VARIABLES = 1;
    static final int OWN = 2;
    static final int FUNCTIONS = 3;
    static final int WORDS = 4;
    static final int UNFIT = 5;
    private static final int BRIEF = 60;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final WrittenExpression written;
    private final Gap gap;
    private final Surroundings around;
    private final Optional<Surroundings> seen;
    private final List<Proposal> proposals;
    private final Commits commits;

    private ExpressionCompletions(Snapshot snapshot, WrittenExpression written, Gap gap, List<Proposal> proposals) {
        this.written = written;
        this.gap = gap;
        this.around = Surroundings.of(snapshot, written);
        this.seen = around.seen(snapshot, written);
        this.proposals = proposals;
        this.commits = Commits.in(gap, written, isClosed());
    }

    /** Whether the fields that are known are all that there can be. */
    private boolean isClosed() {
        Type of = gap.kind() == Gap.Kind.FIELD ? gap.fieldsOf(around) : Type.UNKNOWN;
        return !of.isUnknown() && of.rest().isNever();
    }

    /** Adds the proposals for a place in an expression, which may be none. */
    static void addTo(Snapshot snapshot, WrittenExpression written, List<Proposal> proposals) {
        Optional<Gap> gap = Gap.at(written.text(), written.cursor());
        if (gap.isPresent()) {
            new ExpressionCompletions(snapshot, written, gap.get(), proposals).add();
        }
    }

    private void add() {
        switch (gap.kind()) {
            case TERM -> term();
            case INDEX -> {
                quotedFields("\"", "\"");
                term();
            }
            case FIELD -> names();
            case QUOTED_FIELD, QUOTED_KEY -> quotedFields("", endsQuoted() ? "" : "\"");
            case KEY -> keys();
            case VARIABLE -> variables();
            case FORMAT -> formats();
            case OPERATOR -> operators();
            case PATTERN -> {
                word("|", "| ‹›", "goes on with the names");
                word("?//", "?// ‹›", "another pattern, if this one does not fit");
            }
            case LABEL ->
                gap.names()
                        .labels()
                        .forEach(label -> add(
                                "$" + label,
                                Proposal.Kind.VARIABLE,
                                "label",
                                "",
                                insertion().text("$" + label),
                                OWN));
            case INSERT -> word("\\(…)", "\\(‹›)", "the value of an expression in the text");
        }
    }

    private void term() {
        Type input = gap.input(around);
        fields(input, seen.map(gap::input), ".");
        if (input.may(Type.ARRAY_KIND) && !input.isUnknown()) {
            each(".[]", input);
        }
        variables();
        functions(input);
        formats();
        Words.terms(this);
    }

    // --- data ---

    private void fields(Type of, Optional<Type> recorded, String before) {
        members(of, recorded)
                .forEach((name, field) -> add(
                        before + shown(name),
                        Proposal.Kind.FIELD,
                        brief(field.type),
                        about(field.type, field.summary),
                        insertion().text(before + shown(name)),
                        FIELDS));
    }

    /** A member that an object has by its type, or had when the workflow ran. */
    private record Field(Type type, String summary) {}

    private static Map<String, Field> members(Type of, Optional<Type> recorded) {
        Map<String, Field> fields = new LinkedHashMap<>();
        of.members()
                .forEach((name, member) ->
                        fields.put(name, new Field(member.type(), member.required() ? "" : "It may be missing.")));
        boolean open = of.isUnknown() || !of.rest().isNever(); // else the workflow is another one than that which ran
        if (open && recorded.isPresent()) {
            recorded.get()
                    .members()
                    .forEach((name, member) ->
                            fields.putIfAbsent(name, new Field(member.type(), "Seen when the workflow ran.")));
        }
        return fields;
    }

    /** A name as it is written behind a dot. */
    private static String shown(String name) {
        return NAME.matcher(name).matches() ? name : JsonString.of(name).toString();
    }

    /** A type as it fits beside a name. */
    private static String brief(Type type) {
        String text = type.toString();
        return text.length() <= BRIEF ? text : text.substring(0, BRIEF - 1) + "…";
    }

    /** What is said about something, with its type where that does not fit beside the name. */
    private static String about(Type type, String summary) {
        String text = type.toString();
        return text.length() <= BRIEF ? summary : summary + "\n\n```text\n" + text + "\n```";
    }

    private void names() {
        Type of = gap.fieldsOf(around);
        fields(of, seen.map(gap::fieldsOf), "");
        if (of.may(Type.ARRAY_KIND) && !of.isUnknown()) {
            each("[]", of);
        }
    }

    private void each(String text, Type of) {
        add(
                text,
                Proposal.Kind.FIELD,
                brief(of.items()),
                "Every element.",
                insertion().text(text),
                FIELDS);
    }

    private void quotedFields(String open, String close) {
        members(gap.fieldsOf(around), seen.map(gap::fieldsOf)).forEach((name, field) -> {
            String quoted = JsonString.of(name).toString();
            add(
                    open + name + (open.isEmpty() ? "" : close),
                    Proposal.Kind.FIELD,
                    brief(field.type),
                    about(field.type, field.summary),
                    insertion().text(open + quoted.substring(1, quoted.length() - 1) + close),
                    FIELDS);
        });
    }

    private boolean endsQuoted() {
        return written.text().startsWith("\"", gap.end());
    }

    /** The keys of an object that is made: those of the input stand for their values. */
    private void keys() {
        members(gap.fieldsOf(around), seen.map(gap::fieldsOf)).forEach((name, field) -> {
            boolean plain = NAME.matcher(name).matches();
            add(
                    shown(name),
                    Proposal.Kind.FIELD,
                    brief(field.type),
                    about(field.type, field.summary),
                    insertion().text(shown(name)),
                    plain ? FIELDS : VARIABLES);
        });
        variables();
        word("(key): value", "(‹.key›): ‹.value›", "a key that is computed");
    }

    // --- names ---

    private void variables() {
        Map<String, Type> bound = gap.bound(around);
        Set<String> seen = new LinkedHashSet<>();
        for (String name : gap.names().variables()) {
            seen.add(name);
            variable(name, bound.getOrDefault(name, Type.UNKNOWN), "Bound by this expression.");
        }
        for (Variable variable : around.variables()) {
            if (seen.add(variable.name())) {
                variable(variable.name(), variable.type(), variable.summary());
            }
        }
    }

    private void variable(String name, Type type, String summary) {
        String text = "$" + name;
        add(
                text,
                Proposal.Kind.VARIABLE,
                brief(type),
                about(type, summary),
                insertion().text(text),
                VARIABLES);
    }

    private void functions(Type input) {
        Set<String> own = new LinkedHashSet<>();
        gap.names().parameters().forEach(name -> {
            own.add(name + "/0");
            add(name, Proposal.Kind.FUNCTION, "parameter", "", insertion().text(name), OWN);
        });
        gap.names().functions().forEach(function -> {
            if (own.add(function.name() + "/" + function.parameters().size())) {
                FunctionProposals.own(this, function);
            }
        });
        FunctionProposals.all(this, own, input);
    }

    private void formats() {
        if (!written.isPlainStart()) { // YAML has no value without quotes that begins with an @
            JqFunctions.formats()
                    .forEach((name, summary) -> add(
                            "@" + name,
                            Proposal.Kind.FUNCTION,
                            "format",
                            summary,
                            insertion().text("@" + name),
                            WORDS));
        }
    }

    // --- words ---

    private void operators() {
        Words.after(this, gap.open());
    }

    /**
     * Proposes a word of the language.
     *
     * @param pattern what is written, in which {@code ‹name›} is a tab stop
     */
    void word(String label, String pattern, String detail) {
        add(label, Proposal.Kind.KEYWORD, detail, "", insertion().pattern(pattern), WORDS);
    }

    Insertion insertion() {
        return new Insertion(written);
    }

    void add(String label, Proposal.Kind kind, String detail, String documentation, Insertion insertion, int order) {
        Range replaced = written.rangeOf(gap.start(), gap.end());
        proposals.add(new Proposal(label, kind, detail, documentation, insertion.toString(), replaced, order)
                .takenBy(insertion.hasStops() ? "" : commits.of(kind)));
    }
}
