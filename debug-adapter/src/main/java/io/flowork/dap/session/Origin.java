package io.flowork.dap.session;

import io.flowork.core.history.Cause;
import io.flowork.core.history.Happening;
import io.flowork.core.history.Provenance;
import io.flowork.core.jq.Lineage;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Evaluation;
import io.flowork.core.machine.Inspector;
import io.flowork.core.machine.Step;
import io.flowork.dap.value.Path;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workflow.Expression;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells where values come from: what they were made of, back to what came into the run. */
public final class Origin {
    /** How many values a story has if nobody says. */
    public static final int USUAL = 100;

    private final Session session;
    private final Spots spots;

    /** The origins of a session's values. */
    public Origin(Session session, Sources sources) {
        this.session = session;
        this.spots = new Spots(sources);
    }

    /**
     * A value, and what it comes from.
     *
     * @param cause the value: what it is, when and where it was made
     * @param place where it was read or made in a text; null if nowhere
     * @param part the part of an expression that read it, or made it
     * @param isElsewhere whether its origins are told at another place of the story
     * @param from what it comes from
     */
    public record Link(
            Cause cause,
            Sources.@Nullable Place place,
            @Nullable String part,
            boolean isElsewhere,
            List<Link> from) {
        /** Copies the list. */
        public Link {
            from = List.copyOf(from);
        }

        /** The keys and indices that lead to the value in what it is a part of, as jq; {@code .} for all of it. */
        public String path() {
            String path = ".";
            for (JsonValue key : cause.path()) {
                path = key instanceof JsonString name
                        ? Path.member(path, name.value())
                        : Path.element(path, key instanceof JsonNumber index ? (int) index.doubleValue() : 0);
            }
            return path;
        }
    }

    /**
     * Where a value comes from.
     *
     * @param value the value
     * @param isWhole whether all is told; a long story breaks off where it is furthest from the value
     */
    public record Story(Link value, boolean isWhole) {}

    /**
     * Where a value comes from that somebody sees at a frame.
     *
     * @param expression jq as the task's own expressions see it: a path such as {@code $context.total}, or more
     * @param limits how much is told
     * @throws RefusedException if the expression is wrong or fails
     */
    public Story why(String expression, ActiveFrame frame, Provenance.Limits limits) {
        Filter filter = Evaluations.parse(expression);
        Expression asked = new Expression(expression, new Range(0, expression.length()), filter);
        Member member = session.member(frame);
        return session.ask(() -> {
            Evaluation evaluation = Evaluating.guarded(
                    () -> frame.evaluation(asked, session.looker().jq(), Looker.ASKED), reason -> {
                        throw new RefusedException(reason);
                    });
            Provenance.Story story = session.insight(member)
                    .provenance(member.run().program())
                    .why(new Happening.Evaluated(evaluation, frame.stage().isEmpty() ? null : frame.stage()), limits);
            return new Teller(asked, member).story(story);
        });
    }

    /** Tells one story. */
    private final class Teller {
        private final Expression asked;
        private final DebuggedRun run;
        private final Set<Object> told = new HashSet<>();
        private final Inspector inspector;

        Teller(Expression asked, Member member) {
            this.asked = asked;
            this.run = member.run();
            this.inspector = new Inspector(session.state(member));
        }

        Story story(Provenance.Story story) {
            Cause value = story.value();
            boolean isItself =
                    value.from().size() == 1 && value.from().getFirst().how() == Lineage.Kind.COPIED;
            Cause root = isItself ? value.from().getFirst() : value;
            note(root);
            Link link = link(root, null);
            String part = isItself ? null : asked.text();
            return new Story(new Link(root, isItself ? link.place() : null, part, false, link.from()), story.isWhole());
        }

        private void note(Cause cause) {
            if (!cause.from().isEmpty()) {
                told.add(key(cause));
                cause.from().forEach(this::note);
            }
        }

        private Link link(Cause cause, @Nullable Cause of) {
            List<Link> from = new ArrayList<>();
            cause.from().forEach(each -> from.add(link(each, cause)));
            Step.Spot spot = cause.spot();
            Range part = spot == null ? Range.NONE : spot.part();
            return new Link(
                    cause,
                    place(cause, of),
                    spot == null ? null : spot.expression().text().substring(part.start(), part.end()),
                    from.isEmpty() && told.contains(key(cause)),
                    from);
        }

        private Sources.@Nullable Place place(Cause cause, @Nullable Cause of) {
            Step.Spot spot = cause.spot();
            if (spot != null && !spot.expression().equals(asked)) {
                String reader = of != null && of.kind() == Cause.Kind.EXPRESSION ? of.reference() : cause.reference();
                return reader.equals("/") || isKnown(reader)
                        ? spots.place(reader, spot.expression(), spot.part(), run, inspector)
                        : null;
            }
            String reference = cause.reference();
            return isKnown(reference) ? spots.place(reference, run, inspector) : null;
        }

        /** Whether a task is one of the program: neither the run itself, nor one that only a branch has. */
        private boolean isKnown(String reference) {
            return !reference.equals("/") && run.program().references().contains(reference);
        }

        private static Object key(Cause cause) {
            return List.of(
                    cause.kind(),
                    cause.t(),
                    cause.reference(),
                    cause.stage() == null ? "" : cause.stage(),
                    cause.path());
        }
    }
}
