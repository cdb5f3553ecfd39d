package io.flowork.dap.shell;

import io.flowork.core.history.Cause;
import io.flowork.core.history.Find;
import io.flowork.core.history.Provenance;
import io.flowork.core.history.Stop;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Step;
import io.flowork.dap.session.DataPath;
import io.flowork.dap.session.LastWrite;
import io.flowork.dap.session.Origin;
import io.flowork.dap.session.Search;
import io.flowork.dap.session.Sources;
import io.flowork.dap.value.Brief;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client learns about where values come from. */
final class Reasoning {
    private static final int USUAL_STOPS = 100;
    private static final int MOST_STOPS = 1_000;

    private final Stage stage;
    private final Convert convert;

    Reasoning(Stage stage, Convert convert) {
        this.stage = stage;
        this.convert = convert;
    }

    /** The thread that a strand is of the run that the session stands in. */
    private int thread(int strand) {
        return Convert.threadToClient(stage.session().thread(strand));
    }

    private ActiveFrame frame(@Nullable Integer id) {
        return id == null ? stage.frames().top() : stage.frames().frame(id);
    }

    /** The stops at which a condition holds. */
    FloworkRequests.FoundStops find(FloworkRequests.Search search) {
        if (search.expression() == null) {
            throw Failures.refused("'flowork/find' needs 'expression': a condition in jq");
        }
        int count = search.count() == null ? USUAL_STOPS : Math.clamp(search.count(), 1, MOST_STOPS);
        Find.Found found = stage.session().search().find(search.expression(), which(search.which()), count);
        return new FloworkRequests.FoundStops(
                found.stops().stream().map(this::stop).toList(),
                found.looked(),
                found.failed(),
                found.error() == null ? found.problem() : found.error());
    }

    private static Search.Which which(@Nullable String word) {
        if (word == null) {
            return Search.Which.ALL;
        }
        for (Search.Which which : Search.Which.values()) {
            if (which.name().toLowerCase(Locale.ROOT).equals(word)) {
                return which;
            }
        }
        throw Failures.refused("'which' is all, first, last, next or previous, not '" + word + "'");
    }

    private FloworkRequests.FoundStop stop(Stop stop) {
        return new FloworkRequests.FoundStop(stop.t(), thread(stop.strand()), stop.reference());
    }

    /** Where a value got what it is. */
    FloworkRequests.LastChange lastWrite(FloworkRequests.Value asked) {
        DataPath path = path(asked);
        LastWrite.Change change = stage.session().search().lastWrite().of(path);
        if (change == null) {
            return new FloworkRequests.LastChange(path.description(), null, null, null, null, null, null);
        }
        Step.At by = change.write().at();
        return new FloworkRequests.LastChange(
                path.description(),
                change.write().t(),
                by == null ? null : thread(by.strand()),
                by == null ? null : by.reference(),
                Brief.of(change.before(), Brief.LINE),
                Brief.of(change.after(), Brief.LINE),
                stop(change.stop()));
    }

    private DataPath path(FloworkRequests.Value asked) {
        if (asked.dataId() != null) {
            return DataPath.read(asked.dataId());
        }
        if (asked.expression() == null) {
            throw Failures.refused("'flowork/lastWrite' needs 'expression', such as $context.total, or 'dataId'");
        }
        ActiveFrame frame = frame(asked.frameId());
        DataPath path = DataPath.expression(asked.expression(), frame);
        if (path == null) {
            throw Failures.refused("'" + asked.expression()
                    + "' is not a part of $context, $input or '.', such as $context.total; only those are followed");
        }
        return stage.session().own(path, frame);
    }

    /** Where a value comes from. */
    FloworkRequests.Reasons why(FloworkRequests.Why asked) {
        if (asked.expression() == null) {
            throw Failures.refused("'flowork/provenance' needs 'expression': a path such as $context.total, or any jq");
        }
        int values = asked.values() == null ? Origin.USUAL : Math.clamp(asked.values(), 1, Provenance.MOST);
        int links = asked.links() == null ? Integer.MAX_VALUE : Math.max(1, asked.links());
        Origin.Story story = new Origin(stage.session(), stage.sources())
                .why(asked.expression(), frame(asked.frameId()), new Provenance.Limits(values, links));
        return new FloworkRequests.Reasons(reason(story.value()), story.isWhole());
    }

    private FloworkRequests.Reason reason(Origin.Link link) {
        Cause cause = link.cause();
        Sources.Place place = link.place();
        List<FloworkRequests.Reason> from =
                link.from().stream().map(this::reason).toList();
        return new FloworkRequests.Reason(
                camel(cause.kind().name()),
                camel(cause.how().name()),
                cause.t(),
                thread(cause.strand()),
                cause.reference(),
                cause.stage(),
                link.path(),
                Brief.of(cause.value(), Brief.LINE),
                link.part(),
                place == null ? null : Convert.source(place.text()),
                place == null ? null : convert.lineToClient(place.start().line()),
                place == null ? null : convert.columnToClient(place.start().column()),
                place == null ? null : convert.lineToClient(place.end().line()),
                place == null ? null : convert.columnToClient(place.end().column()),
                link.isElsewhere(),
                from);
    }

    /** {@code RAW_INPUT} as {@code rawInput}. */
    private static String camel(String name) {
        StringBuilder text = new StringBuilder();
        for (String word : name.toLowerCase(Locale.ROOT).split("_", -1)) {
            text.append(text.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return text.toString();
    }
}
